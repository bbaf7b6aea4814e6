/* Scope guards: what is declared with one is given back when its scope ends.
 *
 *	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
 *	AUTO_FREE char *line = malloc(size);
 *
 * To keep it, hand it on and clear the copy: fd = -1, line = NULL. */
#ifndef RASTRO_BASE_GUARD_H
#define RASTRO_BASE_GUARD_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void guard_free(void *pointer)
{
	free(*(void **)pointer);
}

static inline void guard_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void guard_fclose(FILE **file)
{
	if (*file)
		fclose(*file);
}

#define AUTO_FILE  __attribute__((cleanup(guard_fclose)))
#define AUTO_FREE  __attribute__((cleanup(guard_free)))
#define AUTO_CLOSE __attribute__((cleanup(guard_close)))

#endif
