"""The Django peer's views, served by gunicorn."""

import json
import os

import django
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

import letters  # noqa: E402
from models import HelpRequest, Offer, Specialist  # noqa: E402
from tasks import letter, wave  # noqa: E402


@csrf_exempt
@require_POST
def add_help_request(request):
    try:
        body = json.loads(request.body)
        company, need = body["company"], body["need"]
        help_request = HelpRequest(
            company=company["name"][:200],
            contact=company["contact"]["name"][:200],
            address=company["contact"]["address"][:200],
            budget_yen=int(need["budget_yen"]),
            body=body,
        )
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "the help request is not complete"}, status=422)
    help_request.save(force_insert=True)
    wave.delay(str(help_request.id))
    return JsonResponse({"id": help_request.id, "state": "open"}, status=201)


def _page(inside, status=200):
    text = f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>打診</title><body>{inside}</body></html>'
    return HttpResponse(text, status=status)


@require_GET
def show_offer(_request, token):
    offer = Offer.objects.select_related("help_request").filter(token=token).first()
    if offer is None:
        return HttpResponseNotFound()
    need = offer.help_request.body["need"]
    facts = f"<ul><li>{'、'.join(need['menus'])}<li>{need['hours']}時間<li>{need['budget_yen']}円</ul>"
    accept = f'<form method="post" action="/offers/{token}/accept"><button>引き受ける</button></form>'
    return _page(facts + (accept if offer.state == "sent" else "<p>終わりました</p>"))


@csrf_exempt
@require_POST
def accept_offer(_request, token):
    with transaction.atomic():
        offer = Offer.objects.select_related("help_request", "specialist").filter(token=token).first()
        if offer is None:
            return HttpResponseNotFound()
        if not HelpRequest.objects.filter(pk=offer.help_request_id, state="open").update(state="matched"):
            return _page("<p>ほかの方に決まりました</p>", status=409)
        Offer.objects.filter(pk=offer.pk).update(state="accepted")
        others = list(offer.help_request.offers.exclude(pk=offer.pk).select_related("specialist"))
        offer.help_request.offers.exclude(pk=offer.pk).update(state="withdrawn")
        Specialist.objects.filter(pk=offer.specialist_id).update(engagements=F("engagements") + 1)
    help_request, person, need = offer.help_request, offer.specialist, offer.help_request.body["need"]
    letter.delay(*letters.match_for_company(help_request, person, need))
    letter.delay(*letters.match_for_specialist(help_request, person, need))
    for other in others:
        letter.delay(*letters.filled(other.specialist))
    return _page("<p>決まりました</p>")


urlpatterns = [
    path("api/v1/help-requests", add_help_request),
    path("offers/<str:token>", show_offer),
    path("offers/<str:token>/accept", accept_offer),
]
application = get_wsgi_application()
