"""Tables of ../schema.sql."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Specialist(models.Model):
    id = models.IntegerField(primary_key=True)
    name = models.TextField()
    address = models.TextField()
    prefecture = models.TextField()
    places = ArrayField(models.TextField())
    menus = ArrayField(models.TextField())
    fields = models.IntegerField()
    slots = models.IntegerField()
    fee_yen = models.IntegerField()
    engagements = models.SmallIntegerField(default=0)
    max_engagements = models.SmallIntegerField()

    class Meta:
        app_label = "pipeline"
        db_table = "specialists"
        managed = False


class HelpRequest(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.TextField(default="open")
    company = models.TextField()
    contact = models.TextField()
    address = models.TextField()
    budget_yen = models.IntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "pipeline"
        db_table = "help_requests"
        managed = False


class Offer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="offers")
    specialist = models.ForeignKey(Specialist, models.CASCADE, related_name="offers")
    token = models.TextField(unique=True)
    state = models.TextField(default="sent")

    class Meta:
        app_label = "pipeline"
        db_table = "offers"
        managed = False
