// The scheduler of Swift's concurrency library watches its threads through /proc, and traps if it is
// missing. There, the threads of this file run the tasks.

#include "CWithoutProc.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// Swift's concurrency library calls these before its own scheduler. Its header Runtime/Concurrency.h
// describes them; a toolchain does not install that header.
#define SWIFT_CALL __attribute__((swiftcall))
typedef SWIFT_CALL void enqueue_function(void *job, void *original);
typedef SWIFT_CALL void drain_function(void *original, void *override);
extern enqueue_function *swift_task_enqueueGlobal_hook;
extern drain_function *swift_task_asyncMainDrainQueue_hook;
extern SWIFT_CALL void swift_job_run(void *job, void *executor, uintptr_t executor_kind);
// What run loops call: a descriptor that is readable if the main queue has work, and what does it.
extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *message);

// A job of Swift, or a function to call.
struct entry {
  void *job;
  void (*wake)(void *);
  struct timespec due;
  struct entry *next;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
// Entries in the order of their arrival, and those that wait for a time, in the order of their times.
static struct entry *first, **end = &first, *waiting;
static bool is_active;

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
    struct entry done = *entry;
    free(entry);
    if (done.wake != NULL) {
      done.wake(done.job);
    } else {
      // Null is the executor of tasks that belong to no actor.
      swift_job_run(done.job, NULL, 0);
    }
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

bool scregistry_runs_tasks(void) { return is_active; }

void scregistry_wake_after(unsigned milliseconds, void (*wake)(void *), void *context) {
  struct entry *entry = entry_of(context);
  entry->wake = wake;
  struct timespec due = now(CLOCK_MONOTONIC);
  due.tv_sec += milliseconds / 1000;
  due.tv_nsec += milliseconds % 1000 * 1000000L;
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

// The main thread does the work of the main queue. Otherwise it ends, and a thread does it that the
// scheduler watches through /proc.
static SWIFT_CALL void drain_main(void *original, void *override) {
  (void)original, (void)override;
  int handle = _dispatch_get_main_queue_handle_4CF();
  for (;;) {
    struct pollfd ready = {.fd = handle, .events = POLLIN};
    if (poll(&ready, 1, -1) <= 0) continue;
    uint64_t signals;
    // Read before the work, so that none that comes meanwhile is missed.
    if (read(handle, &signals, sizeof signals) == sizeof signals) {
      _dispatch_main_queue_callback_4CF(NULL);
    }
  }
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
  swift_task_asyncMainDrainQueue_hook = drain_main;
  is_active = true;
}
