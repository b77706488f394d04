DROP TABLE pool_members;
DROP TABLE pool_seats;
DROP TABLE pools;
