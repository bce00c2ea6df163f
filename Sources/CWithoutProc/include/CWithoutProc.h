/// What Swift's libraries look up in /proc, for containers and chroots that lack it.
///
/// Where /proc is missing, threads of this library run the tasks of the program: the threads of
/// Swift's own scheduler are watched through /proc, and trap.
#ifndef SCREGISTRY_WITHOUT_PROC_H
#define SCREGISTRY_WITHOUT_PROC_H

#include <stdbool.h>

/// Whether threads of this library run the tasks, since /proc is missing.
bool scregistry_runs_tasks(void);

/// Calls a function after some time, on one of these threads.
///
/// A wait of Swift's library would be on a thread of its scheduler.
void scregistry_wake_after(unsigned milliseconds, void (*wake)(void *), void *context);

/// The number of words on the command line, the name of the program included.
int scregistry_argument_count(void);

/// One word of the command line; a null pointer if there is no such word.
const char *scregistry_argument(int index);

/// The path by which the program was started; a null pointer if the system does not tell it.
const char *scregistry_program_path(void);

#endif
