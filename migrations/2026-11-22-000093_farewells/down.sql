DROP TABLE farewells;
