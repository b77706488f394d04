/* Preloaded into PostgreSQL, Redis and nakodo by `bench/pipeline --fsync-delay MS`: every flush to the disk takes so much longer, as on a disk
   that is not a cache. NAKODO_BENCH_FSYNC_US is the delay in microseconds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int flush(int);

static void wait_as_told(void) {
    const char *told = getenv("NAKODO_BENCH_FSYNC_US");
    long us = told ? strtol(told, NULL, 10) : 0;
    struct timespec left = {us / 1000000, us % 1000000 * 1000};
    while (nanosleep(&left, &left) != 0) {
    }
}

static int slowly(int fd, const char *name) {
    flush *real = (flush *)dlsym(RTLD_NEXT, name);
    wait_as_told();
    return real(fd);
}

int fsync(int fd) { return slowly(fd, "fsync"); }
int fdatasync(int fd) { return slowly(fd, "fdatasync"); }
