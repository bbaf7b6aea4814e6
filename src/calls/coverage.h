/* Which descriptions were used, for "make coverage".
 *
 * In a build with -Dcoverage=true the decoder and the printers note every call, structure,
 * set and alternative that made something to be shown; tools/coverage compares the notes with
 * what is described.  In any other build all of this is nothing. */
#ifndef RASTRO_CALLS_COVERAGE_H
#define RASTRO_CALLS_COVERAGE_H

#include "calls/value.h"

#ifdef RASTRO_COVERAGE

void coverage_note_call(enum event_abi, const struct call *);
void coverage_note_structure(const struct structure *);
void coverage_note_symbols(const struct symbols *);
/* Unless all that it brought are addresses: the values behind before, of group. */
void coverage_note_alternative(const struct choice *, const struct alternative *,
                               const struct value *group, const struct value *before);

#else

static inline void coverage_note_call(enum event_abi abi, const struct call *call)
{
	(void)abi;
	(void)call;
}

static inline void coverage_note_structure(const struct structure *structure)
{
	(void)structure;
}

static inline void coverage_note_symbols(const struct symbols *symbols)
{
	(void)symbols;
}

static inline void coverage_note_alternative(const struct choice *choice,
                                             const struct alternative *alternative,
                                             const struct value *group, const struct value *before)
{
	(void)choice;
	(void)alternative;
	(void)group;
	(void)before;
}

#endif
#endif
