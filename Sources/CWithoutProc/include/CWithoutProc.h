/// What Swift's libraries look up in /proc, for containers and chroots that lack it.
///
/// Where /proc is missing, threads of this library run the tasks of the program: the threads of
/// Swift's own scheduler are watched through /proc, and trap.
#ifndef SCREGISTRY_WITHOUT_PROC_H
#define SCREGISTRY_WITHOUT_PROC_H

/// The number of words on the command line, the name of the program included.
int scregistry_argument_count(void);

/// One word of the command line; a null pointer if there is no such word.
const char *scregistry_argument(int index);

/// The path by which the program was started; a null pointer if the system does not tell it.
const char *scregistry_program_path(void);

#endif
