DROP TABLE unfinished;
