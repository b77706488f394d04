DROP TABLE appearances;
DROP TABLE search_figures;
