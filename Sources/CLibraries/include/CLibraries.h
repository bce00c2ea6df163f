#pragma once

/* Loads a shared library that is used only where it is installed: from the directories of the
   system by their absolute paths, else from where the loader finds it. Returns NULL without one.

   With the absolute paths first, LD_LIBRARY_PATH does not replace a library of the system. Released
   programs have no run path, so the loader never looks beside the program. */
void *registry_library(const char *name);
