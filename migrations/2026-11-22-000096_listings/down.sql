DROP TABLE external_listings;
DROP TABLE listing_snapshots;
