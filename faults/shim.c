/* Faults at the line between a program and the system: loaded before the C library (LD_PRELOAD), this stands in for the
 * calls that write, and at the one that is asked for it kills the process, fails, or takes back what was not yet synced.
 *
 * What is asked for is a line of name=value pairs, in the environment (FAULTS) or given to faults_arm:
 *   what    count  only count                           kill  SIGKILL in the place of the call
 *           torn   half of a write, then SIGKILL        power take back what was not synced, then SIGKILL
 *           full   half of a write, then ENOSPC for ever    eio   EIO once         eios  EIO for ever
 *           cut    the connection is gone, nothing sent     cutsent  sent, and then the connection is gone
 *           clock  the time of day jumps at every look      alone   connections and look-ups are refused, and counted
 *   at      which call, from 1; 0: power at the end     port  count what is sent to this port instead of to files
 *   under   count calls on files below this folder      tally a file of 8 bytes that holds the count, for all processes
 *   group   1: SIGKILL for the whole process group      seed  what chance begins with
 *
 * Build: cc -O1 -fPIC -shared -o shim.so shim.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum what { NONE, COUNT, KILL, TORN, POWER, FULL, EIO_ONCE, EIO_EVER, CUT, CUT_SENT, CLOCK, ALONE };
static const char *NAMES[] = {"none", "count", "kill", "torn", "power", "full", "eio", "eios", "cut", "cutsent",
                              "clock", "alone"};

static enum what asked = NONE;
static uint64_t asked_at, *tally, own_tally, chance = 1;
static char under[PATH_MAX];
static size_t under_length;
static int port, group, broken; /* broken: the fault holds from now on */

static uint64_t next(void) { /* xorshift; the same seed gives the same run */
    chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
    return chance;
}

/* ------------------------------------------------------------------------------------------------- what was not synced */

struct undo {
    struct undo *older;
    dev_t dev;
    ino_t ino;
    int fd;
    off_t at, size; /* where it was written, and the size of the file before */
    size_t length;  /* of what stood there */
    char *old;
};
static struct undo *unsynced;
static pthread_mutex_t undoing = PTHREAD_MUTEX_INITIALIZER;

static void remember(int fd, off_t at, size_t length) {
    struct stat is;
    char place[64];
    if (asked != POWER || fd == 1 || fd == 2) return; /* what was printed was seen */
    if (fstat(fd, &is) || !S_ISREG(is.st_mode)) return;
    struct undo *one = calloc(1, sizeof *one);
    *one = (struct undo){.dev = is.st_dev, .ino = is.st_ino, .fd = -1, .at = at, .size = is.st_size};
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    one->fd = syscall(SYS_openat, AT_FDCWD, place, O_RDWR | O_CLOEXEC, 0);
    if (at < is.st_size) {
        size_t there = (size_t)(is.st_size - at) < length ? (size_t)(is.st_size - at) : length;
        one->old = malloc(there ? there : 1);
        ssize_t got = syscall(SYS_pread64, one->fd, one->old, there, at);
        one->length = got > 0 ? (size_t)got : 0;
    }
    pthread_mutex_lock(&undoing);
    one->older = unsynced, unsynced = one;
    pthread_mutex_unlock(&undoing);
}

static void synced(int fd) {
    struct stat is;
    if (asked != POWER || fstat(fd, &is)) return;
    pthread_mutex_lock(&undoing);
    for (struct undo **where = &unsynced; *where;) {
        struct undo *one = *where;
        if (one->dev == is.st_dev && one->ino == is.st_ino) {
            *where = one->older;
            syscall(SYS_close, one->fd);
            free(one->old), free(one);
        } else where = &one->older;
    }
    pthread_mutex_unlock(&undoing);
}

/* Whatever a disk may have at a power cut: nothing that was not synced, all of some files, or all up to some moment. */
static void take_back(void) {
    uint64_t way = next() % 3, files = next(), left = 0;
    for (struct undo *one = unsynced; one; one = one->older) left++;
    left = way == 2 && left ? next() % left : left;
    for (struct undo *one = unsynced; one && left; one = one->older, left--) {
        if (one->fd < 0 || (way == 1 && (files >> (one->ino % 64) & 1))) continue;
        if (one->length) syscall(SYS_pwrite64, one->fd, one->old, one->length, one->at);
        syscall(SYS_ftruncate, one->fd, one->size);
    }
}

/* ---------------------------------------------------------------------------------------------------------- the faults */

static void die(void) {
    if (asked == POWER) take_back();
    kill(group ? 0 : getpid(), SIGKILL);
    for (;;) pause();
}

/* What to do about this call: 0 nothing, else the fault. It is counted where it is one of those that are. */
static enum what due(void) {
    uint64_t number = __atomic_add_fetch(tally ? tally : &own_tally, 1, __ATOMIC_SEQ_CST);
    if (asked <= COUNT || asked == CLOCK) return NONE;
    if (broken) return asked;
    if (number != asked_at) return NONE;
    if (asked == FULL || asked == EIO_EVER) broken = 1;
    return asked;
}

static int below(const char *path) {
    return under_length && !strncmp(path, under, under_length) && (path[under_length] == '/' || !path[under_length]);
}

static int ours(int fd) {
    char place[64], path[PATH_MAX];
    if (!under_length || port || asked == ALONE) return 0;
    snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(place, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

static int our_path(const char *path) {
    char whole[2 * PATH_MAX];
    if (!under_length || port || asked == ALONE || !path) return 0;
    if (path[0] == '/') return below(path);
    if (!getcwd(whole, PATH_MAX)) return 0;
    strcat(whole, "/"), strncat(whole, path, PATH_MAX - 2);
    return below(whole);
}

/* A fault of a call that writes no bytes: -1 with errno where it fails, 0 where it goes on. grows: it needs room. */
static int simple(int grows) {
    switch (due()) {
    case KILL: case TORN: case POWER: die();
    case FULL: if (grows) { errno = ENOSPC; return -1; } return 0;
    case EIO_ONCE: case EIO_EVER: errno = EIO; return -1;
    default: return 0;
    }
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

/* ---------------------------------------------------------------------------------------------------- calls that write */

static off_t place_of(int fd, off_t at) {
    struct stat is;
    if (at >= 0) return at;
    if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &is) ? 0 : is.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

static ssize_t put(int fd, const void *from, size_t length, off_t at) {
    return at < 0 ? syscall(SYS_write, fd, from, length) : syscall(SYS_pwrite64, fd, from, length, at);
}

static ssize_t written(int fd, const void *from, size_t length, off_t at) {
    if (asked == NONE || !ours(fd)) return put(fd, from, length, at);
    int was = broken;
    switch (due()) {
    case KILL: case POWER: die();
    case TORN: put(fd, from, length / 2, at); die();
    case FULL:
        if (!was && length > 1) return put(fd, from, length / 2, at);
        errno = ENOSPC;
        return -1;
    case EIO_ONCE: case EIO_EVER: errno = EIO; return -1;
    default: break;
    }
    remember(fd, place_of(fd, at), length);
    return put(fd, from, length, at);
}

ssize_t write(int fd, const void *from, size_t length) { return written(fd, from, length, -1); }
ssize_t pwrite(int fd, const void *from, size_t length, off_t at) { return written(fd, from, length, at); }
ssize_t pwrite64(int fd, const void *from, size_t length, off64_t at) { return written(fd, from, length, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t all = 0;
    if (asked == NONE || !ours(fd)) return syscall(SYS_writev, fd, parts, count);
    for (int i = 0; i < count; i++) {
        ssize_t one = written(fd, parts[i].iov_base, parts[i].iov_len, -1);
        if (one < 0) return all ? all : -1;
        all += one;
        if ((size_t)one < parts[i].iov_len) break;
    }
    return all;
}

int fsync(int fd) {
    if (asked != NONE && ours(fd) && simple(0)) return -1;
    int failed = syscall(SYS_fsync, fd);
    if (!failed) synced(fd);
    return failed;
}

int fdatasync(int fd) {
    if (asked != NONE && ours(fd) && simple(0)) return -1;
    int failed = syscall(SYS_fdatasync, fd);
    if (!failed) synced(fd);
    return failed;
}

static int cut_to(int fd, off_t size) {
    struct stat is;
    if (asked != NONE && ours(fd)) {
        int grows = !fstat(fd, &is) && size > is.st_size;
        if (simple(grows)) return -1;
        if (size < is.st_size) remember(fd, size, is.st_size - size);
    }
    return syscall(SYS_ftruncate, fd, size);
}
int ftruncate(int fd, off_t size) { return cut_to(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut_to(fd, size); }

/* -------------------------------------------------------------------------------------------------- names in a folder */

int unlink(const char *path) {
    return asked != NONE && our_path(path) && simple(0) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
int unlinkat(int folder, const char *path, int flags) {
    return asked != NONE && our_path(path) && simple(0) ? -1 : (int)syscall(SYS_unlinkat, folder, path, flags);
}
int rename(const char *from, const char *to) {
    return asked != NONE && our_path(to) && simple(0) ? -1
        : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int mkdir(const char *path, mode_t mode) {
    return asked != NONE && our_path(path) && simple(1) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
    int changes = (flags & O_TRUNC) || ((flags & O_CREAT) && access(path, F_OK));
    if (asked != NONE && changes && our_path(path) && simple(1)) return -1;
    return syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(flags, last) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, last); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags, flags) return opened(AT_FDCWD, path, flags, mode); }

/* --------------------------------------------------------------------------------------------------- a lost connection */

static int to_port(int fd) {
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (!port || getpeername(fd, (struct sockaddr *)&peer, &length)) return 0;
    return peer.ss_family == AF_INET && ntohs(((struct sockaddr_in *)&peer)->sin_port) == port;
}

int connect(int fd, const struct sockaddr *to, socklen_t length) {
    if (asked == ALONE && (to->sa_family == AF_INET || to->sa_family == AF_INET6)) {
        __atomic_add_fetch(tally ? tally : &own_tally, 1, __ATOMIC_SEQ_CST);
        errno = ENETUNREACH;
        return -1;
    }
    return syscall(SYS_connect, fd, to, length);
}

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    REAL(int, "getaddrinfo", const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (asked == ALONE && host && !(hints && hints->ai_flags & AI_NUMERICHOST)) { /* the C library asks without connect */
        __atomic_add_fetch(tally ? tally : &own_tally, 1, __ATOMIC_SEQ_CST);
        return EAI_AGAIN;
    }
    return real(host, service, hints, found);
}

ssize_t send(int fd, const void *from, size_t length, int flags) {
    ssize_t sent;
    if (asked != NONE && to_port(fd)) switch (due()) {
    case KILL: case TORN: case POWER: die();
    case CUT: shutdown(fd, SHUT_RDWR); errno = ECONNRESET; return -1;
    case CUT_SENT: sent = syscall(SYS_sendto, fd, from, length, flags, NULL, 0); shutdown(fd, SHUT_RDWR); return sent;
    default: break;
    }
    return syscall(SYS_sendto, fd, from, length, flags, NULL, 0);
}

/* ----------------------------------------------------------------------------------------------------- the time of day */

static int64_t off_by(void) { /* seconds: up to two days back, up to four hundred days on */
    return asked == CLOCK ? (int64_t)(next() % (402 * 86400)) - 2 * 86400 : 0;
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int failed = syscall(SYS_clock_gettime, which, now);
    if (!failed && asked == CLOCK && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += off_by();
    return failed;
}
int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    REAL(int, "gettimeofday", struct timeval *restrict, void *restrict);
    int failed = real(now, zone);
    if (!failed) now->tv_sec += off_by();
    return failed;
}
time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}

/* -------------------------------------------------------------------------------------------------------------- arming */

static void share(const char *path) {
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return;
    if (!syscall(SYS_ftruncate, fd, 8)) {
        void *found = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        tally = found == MAP_FAILED ? NULL : found;
    }
    syscall(SYS_close, fd);
}

/* A power cut after the program has ended: what it left unsynced is taken back then. */
__attribute__((destructor)) static void end(void) {
    if (asked == POWER && !asked_at) take_back();
}

/* Begin: 0 where the words are understood. */
int faults_arm(const char *words) {
    char copy[4 * PATH_MAX], *rest = NULL;
    enum what wanted = NONE;
    strncpy(copy, words, sizeof copy - 1), copy[sizeof copy - 1] = 0;
    for (char *one = strtok_r(copy, ";", &rest); one; one = strtok_r(NULL, ";", &rest)) {
        char *value = strchr(one, '=');
        if (!value) return -1;
        *value++ = 0;
        if (!strcmp(one, "what")) {
            for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) if (!strcmp(value, NAMES[i])) wanted = i;
        } else if (!strcmp(one, "at")) asked_at = strtoull(value, NULL, 10);
        else if (!strcmp(one, "port")) port = atoi(value);
        else if (!strcmp(one, "group")) group = atoi(value);
        else if (!strcmp(one, "seed")) chance = strtoull(value, NULL, 10) * 2654435761u + 1;
        else if (!strcmp(one, "under")) strncpy(under, value, sizeof under - 1), under_length = strlen(under);
        else if (!strcmp(one, "tally")) share(value);
        else return -1;
    }
    asked = wanted;
    return wanted == NONE ? -1 : 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *words = getenv("FAULTS");
    if (words) faults_arm(words);
}
