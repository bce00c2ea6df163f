#ifndef SCREGISTRY_ARGUMENTS_H
#define SCREGISTRY_ARGUMENTS_H

/// The number of words on the command line, the name of the program included.
int scregistry_argument_count(void);

/// One word of the command line; a null pointer if there is no such word.
const char *scregistry_argument(int index);

#endif
