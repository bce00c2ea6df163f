// The scheduler of Swift's concurrency library watches its threads through /proc, and traps if it is
// missing. There, the threads of this file run the tasks.

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// Swift's concurrency library calls these before its own scheduler. Its header Runtime/Concurrency.h
// describes them; a toolchain does not install that header.
#define SWIFT_CALL __attribute__((swiftcall))
typedef SWIFT_CALL void enqueue_function(void *job, void *original);
typedef SWIFT_CALL void delay_function(unsigned long long nanoseconds, void *job, void *original);
typedef SWIFT_CALL void deadline_function(
    long long seconds, long long nanoseconds, long long tolerance_seconds,
    long long tolerance_nanoseconds, int clock, void *job, void *original);
extern enqueue_function *swift_task_enqueueGlobal_hook;
extern delay_function *swift_task_enqueueGlobalWithDelay_hook;
extern deadline_function *swift_task_enqueueGlobalWithDeadline_hook;
extern SWIFT_CALL void swift_job_run(void *job, void *executor, uintptr_t executor_kind);

struct entry {
  void *job;
  struct timespec due;
  struct entry *next;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
// Jobs in the order of their arrival, and those that wait for a time, in the order of their times.
static struct entry *first, **end = &first, *waiting;

static bool is_before(struct timespec left, struct timespec right) {
  return left.tv_sec != right.tv_sec ? left.tv_sec < right.tv_sec : left.tv_nsec < right.tv_nsec;
}

static struct timespec now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time;
}

static struct entry *entry_of(void *job) {
  struct entry *entry = malloc(sizeof *entry);
  if (entry == NULL) abort();
  *entry = (struct entry){.job = job};
  return entry;
}

static void append(struct entry *entry) {
  entry->next = NULL;
  *end = entry;
  end = &entry->next;
}

static void *run_jobs(void *unused) {
  (void)unused;
  pthread_mutex_lock(&mutex);
  for (;;) {
    while (waiting != NULL && !is_before(now(CLOCK_MONOTONIC), waiting->due)) {
      struct entry *due = waiting;
      waiting = due->next;
      append(due);
    }
    if (first == NULL) {
      if (waiting == NULL) {
        pthread_cond_wait(&changed, &mutex);
      } else {
        struct timespec due = waiting->due;
        pthread_cond_timedwait(&changed, &mutex, &due);
      }
      continue;
    }
    struct entry *entry = first;
    first = entry->next;
    if (first == NULL) end = &first;
    pthread_mutex_unlock(&mutex);
    void *job = entry->job;
    free(entry);
    // Null is the executor of tasks that belong to no actor.
    swift_job_run(job, NULL, 0);
    pthread_mutex_lock(&mutex);
  }
}

static SWIFT_CALL void enqueue(void *job, void *original) {
  (void)original;
  struct entry *entry = entry_of(job);
  pthread_mutex_lock(&mutex);
  append(entry);
  pthread_cond_signal(&changed);
  pthread_mutex_unlock(&mutex);
}

static void enqueue_after(long long seconds, long long nanoseconds, void *job) {
  struct entry *entry = entry_of(job);
  struct timespec due = now(CLOCK_MONOTONIC);
  // No wait of this program is longer than a year, and a sum must not overflow.
  due.tv_sec += seconds > 31622400 ? 31622400 : seconds;
  due.tv_nsec += nanoseconds;
  due.tv_sec += due.tv_nsec / 1000000000;
  due.tv_nsec %= 1000000000;
  entry->due = due;
  pthread_mutex_lock(&mutex);
  struct entry **place = &waiting;
  while (*place != NULL && !is_before(due, (*place)->due)) place = &(*place)->next;
  entry->next = *place;
  *place = entry;
  // Each idle thread may wait for the earliest time that it knew.
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&mutex);
}

static SWIFT_CALL void enqueue_delayed(unsigned long long nanoseconds, void *job, void *original) {
  (void)original;
  enqueue_after((long long)(nanoseconds / 1000000000), (long long)(nanoseconds % 1000000000), job);
}

static SWIFT_CALL void enqueue_until(
    long long seconds, long long nanoseconds, long long tolerance_seconds,
    long long tolerance_nanoseconds, int clock, void *job, void *original) {
  (void)tolerance_seconds, (void)tolerance_nanoseconds, (void)original;
  // 1 is ContinuousClock, 2 is SuspendingClock.
  struct timespec present = now(clock == 1 ? CLOCK_BOOTTIME : CLOCK_MONOTONIC);
  long long left_seconds = seconds - present.tv_sec;
  long long left_nanoseconds = nanoseconds - present.tv_nsec;
  if (left_nanoseconds < 0) {
    left_nanoseconds += 1000000000;
    left_seconds -= 1;
  }
  if (left_seconds < 0) left_seconds = left_nanoseconds = 0;
  enqueue_after(left_seconds, left_nanoseconds, job);
}

// Before main, whose first step is a task.
__attribute__((constructor)) static void replace_scheduler(void) {
  if (access("/proc/self/stat", R_OK) == 0) return;
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&changed, &attributes);
  pthread_condattr_destroy(&attributes);
  // More than one, since a task may wait for another one's file.
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  long made = 0;
  for (long wanted = processors < 2 ? 2 : processors; made < wanted; made++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_jobs, NULL) != 0) break;
    pthread_detach(thread);
  }
  if (made == 0) return;
  swift_task_enqueueGlobal_hook = enqueue;
  swift_task_enqueueGlobalWithDelay_hook = enqueue_delayed;
  swift_task_enqueueGlobalWithDeadline_hook = enqueue_until;
}
