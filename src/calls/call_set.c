/* Sets of calls, and the language that names them.
 *
 * Each word of the language selects calls of every ABI, or of one with @64 or
 * @32 behind it.  A leading ! starts from everything and takes away instead. */
#include "calls/call_set.h"

#include "calls/desc.h"
#include "calls/stand_in.h"
#include "calls/table.h"
#include "calls/x32.h"

#include <regex.h>
#include <stdio.h>
#include <string.h>

enum {
	STAT_CLASSES = CLASS_STAT | CLASS_LSTAT | CLASS_FSTAT,
	WORD_LENGTH_MAX = 255, /* of a name, class or expression */
};

const struct call_class_name call_class_names[] = {
	{ "%clock", CLASS_CLOCK, false },
	{ "%creds", CLASS_CREDS, false },
	{ "%desc", CLASS_DESC, true },
	{ "%file", CLASS_FILE, true },
	{ "%fstat", CLASS_FSTAT, false },
	{ "%fstatfs", CLASS_FSTATFS, false },
	{ "%ipc", CLASS_IPC, true },
	{ "%lstat", CLASS_LSTAT, false },
	{ "%memory", CLASS_MEMORY, true },
	{ "%net", CLASS_NETWORK, false },
	{ "%network", CLASS_NETWORK, true },
	{ "%process", CLASS_PROCESS, true },
	{ "%pure", CLASS_PURE, false },
	{ "%signal", CLASS_SIGNAL, true },
	{ "%stat", CLASS_STAT, false },
	{ "%statfs", CLASS_STATFS, false },
	{ "%%stat", STAT_CLASSES, false },
	{ "%%statfs", CLASS_STATFS | CLASS_FSTATFS, false },
	{ NULL, 0, false },
};

/* One word being looked up. */
struct word {
	struct call_set *set;
	bool member; /* what selected calls become: true, or false behind a ! */
	bool wanted[ABI_COUNT];
	bool wanted_x32; /* of which only the own calls have numbers of their own */
	char text[WORD_LENGTH_MAX + 1];
};

void call_set_fill(struct call_set *set, bool member)
{
	memset(set->bits, member ? 0xff : 0, sizeof(set->bits));
	for (int abi = 0; abi < ABI_COUNT; abi++)
		set->others[abi] = member;
}

bool call_set_is_full(const struct call_set *set)
{
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		for (unsigned i = 0; i < CALL_SET_WORDS; i++)
			if (set->bits[abi][i] != UINT64_MAX)
				return false;
		if (!set->others[abi])
			return false;
	}
	return true;
}

void call_set_put(struct call_set *set, enum event_abi abi, uint64_t nr, bool member)
{
	uint64_t bit = (uint64_t)1 << (nr % 64);

	if (nr >= CALL_SET_WORDS * 64)
		return;
	if (member)
		set->bits[abi][nr / 64] |= bit;
	else
		set->bits[abi][nr / 64] &= ~bit;
}

void call_set_add(struct call_set *set, const struct call_set *members)
{
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		for (unsigned i = 0; i < CALL_SET_WORDS; i++)
			set->bits[abi][i] |= members->bits[abi][i];
		set->others[abi] |= members->others[abi];
	}
}

static bool is_of_x32(enum event_abi abi, uint64_t nr)
{
	return abi == ABI_X86_64 && nr >= X32_OWN && nr < X32_END;
}

/* True when the word means calls of that name and these classes. */
typedef bool word_matches(const char *name, uint32_t classes, const void *wanted);

struct search {
	const struct word *word;
	word_matches *matches;
	const void *wanted;
	enum event_abi abi;
	const struct call *bearer; /* of aliases */
	unsigned found;
};

static void search_put(struct search *search, const char *name, uint32_t classes, uint32_t number)
{
	if (!search->matches(name, classes, search->wanted))
		return;
	call_set_put(search->word->set, search->abi, number, search->word->member);
	search->found++;
}

static bool matches_class(const char *name, uint32_t classes, const void *wanted)
{
	(void)name;
	return (classes & *(const uint32_t *)wanted) != 0;
}

/* Of the real call of that name, if there is one; looked up only for who asks for classes. */
static uint32_t classes_of(const struct search *search, const char *name, uint32_t otherwise)
{
	int real = search->matches == matches_class ? call_number(search->abi, name) : -1;

	return real < 0 ? otherwise : tables_in_use->calls[search->abi].calls[real]->classes;
}

/* What a call stands for is in the classes of the real call of that name. */
static void search_put_alias(const struct alternative *alternative, void *owner)
{
	struct search *search = owner;

	search_put(search, alternative->alias,
	           classes_of(search, alternative->alias, search->bearer->classes),
	           alternative->alias_number);
}

/* x32's own calls are in the classes of the others' of those names. */
static void search_put_x32(struct search *search)
{
	for (uint32_t nr = X32_OWN; nr < X32_END; nr++) {
		const char *name = x32_call(nr)->name;

		search_put(search, name, classes_of(search, name, 0), nr);
	}
}

/* Puts every call for which matches() holds.  Returns how many there are. */
static unsigned word_put_matching(const struct word *word, word_matches *matches,
                                  const void *wanted)
{
	struct search search = { .word = word, .matches = matches, .wanted = wanted };

	for (int abi = 0; abi < ABI_COUNT; abi++) {
		const struct call_table *table = &tables_in_use->calls[abi];

		search.abi = (enum event_abi)abi;
		for (uint32_t nr = 0; word->wanted[abi] && nr < table->count; nr++) {
			const struct call *call = table->calls[nr];

			if (!call)
				continue;
			search.bearer = call;
			search_put(&search, call->name, call->classes, nr);
			stand_ins_visit(call, search_put_alias, &search);
		}
	}
	search.abi = ABI_X86_64;
	if (word->wanted_x32)
		search_put_x32(&search);
	return search.found;
}

static bool matches_regex(const char *name, uint32_t classes, const void *expression)
{
	(void)classes;
	return regexec(expression, name, 0, NULL, 0) == 0;
}

static bool matches_name(const char *name, uint32_t classes, const void *wanted)
{
	(void)classes;
	return strcmp(name, wanted) == 0;
}

/* These three return the number of calls found, or -1 with error. */

static int word_put_regex(const struct word *word, const char *pattern, struct error *error)
{
	regex_t expression;
	int failure = regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB);

	if (failure) {
		char reason[128];

		regerror(failure, &expression, reason, sizeof(reason));
		return error_set(error, 0, "regcomp: %s: %s", pattern, reason);
	}
	unsigned found = word_put_matching(word, matches_regex, &expression);

	regfree(&expression);
	return (int)found;
}

/* Numbers are decimal.  One that no table knows is a mistake. */
static int word_put_number(const struct word *word)
{
	uint64_t nr = 0;
	int found = 0;

	for (const char *digit = word->text; *digit; digit++) {
		if (*digit < '0' || *digit > '9' || nr >= CALL_SET_WORDS * 64)
			return 0;
		nr = nr * 10 + (uint64_t)(*digit - '0');
	}
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		bool is_wanted = is_of_x32((enum event_abi)abi, nr)
		                         ? word->wanted_x32
		                         : word->wanted[abi] && call_find((enum event_abi)abi, nr);

		if (!is_wanted)
			continue;
		call_set_put(word->set, (enum event_abi)abi, nr, word->member);
		found++;
	}
	return found;
}

static void word_put_everything(const struct word *word)
{
	for (int abi = 0; abi < ABI_COUNT; abi++) {
		for (uint64_t nr = 0; nr < CALL_SET_WORDS * 64; nr++)
			if (is_of_x32((enum event_abi)abi, nr) ? word->wanted_x32
			                                       : word->wanted[abi])
				call_set_put(word->set, (enum event_abi)abi, nr, word->member);
		if (word->wanted[abi])
			word->set->others[abi] = word->member;
	}
}

static const struct call_class_name *class_find(const char *text)
{
	for (const struct call_class_name *class = call_class_names; class->name; class ++)
		if (strcmp(class->name, text) == 0 ||
		    (class->bare && strcmp(class->name + 1, text) == 0))
			return class;
	return NULL;
}

static int word_put(const struct word *word, struct error *error)
{
	const struct call_class_name *class = class_find(word->text);

	if (word->text[0] == '/')
		return word_put_regex(word, word->text + 1, error);
	if (word->text[0] >= '0' && word->text[0] <= '9')
		return word_put_number(word);
	if (strcmp(word->text, "all") == 0) {
		word_put_everything(word);
		return 1;
	}
	if (!class)
		return (int)word_put_matching(word, matches_name, word->text);
	/* ustat(2) tells of a file system, too, by device. */
	if (strcmp(class->name, "%%statfs") == 0)
		word_put_matching(word, matches_name, "ustat");
	word_put_matching(word, matches_class, &class->classes);
	/* A class may be empty on an ABI; its name is right all the same. */
	return 1;
}

/* Takes the ABI from behind the @, if there is one. */
static int word_split_abi(struct word *word, struct error *error)
{
	char *at = strrchr(word->text, '@');

	for (int abi = 0; abi < ABI_COUNT; abi++)
		word->wanted[abi] = true;
	word->wanted_x32 = true;
	if (!at)
		return 0;
	bool is_64 = strcmp(at + 1, "64") == 0, is_32 = strcmp(at + 1, "32") == 0;

	if (!is_64 && !is_32 && strcmp(at + 1, "x32") != 0)
		return error_set(error, ERROR_USAGE,
		                 "incorrect personality designator '%s' in qualification '%s'",
		                 at + 1, word->text);
	word->wanted_x32 = !is_64 && !is_32;
	word->wanted[ABI_X86_64] = is_64;
	word->wanted[ABI_I386] = is_32;
	*at = '\0';
	return 0;
}

/* True when a call has that name or number.  Most of x32's calls are others' with one
 * more bit, and in sets the same; so what is right for it is no mistake. */
static bool word_is_known_to_x32(const struct word *word, struct error *error)
{
	struct call_set ignored;
	struct word probe = *word;

	probe.set = &ignored;
	probe.wanted[ABI_X86_64] = true;
	return word_put(&probe, error) > 0;
}

static int parse_word(struct word *word, const char *text, size_t length, struct error *error)
{
	bool optional = false;

	for (; length > 0 && *text == '?'; text++, length--)
		optional = true;
	if (length > WORD_LENGTH_MAX)
		return error_set(error, 0, "invalid system call '%.*s...'", 64, text);
	memcpy(word->text, text, length);
	word->text[length] = '\0';
	if (word_split_abi(word, error) < 0)
		return -1;
	struct error broken = { 0 };
	int found = word_put(word, &broken);

	if (found == 0 && !word->wanted[ABI_X86_64] && !word->wanted[ABI_I386])
		found = word_is_known_to_x32(word, &broken);
	if (broken.text[0]) {
		if (error)
			*error = broken;
		return -1;
	}
	if (found == 0 && !optional)
		return error_set(error, 0, "invalid system call '%.*s'", (int)length, text);
	return 0;
}

static int parse_words(struct word *word, const char *text, struct error *error)
{
	bool any = false;

	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");

		if (length > 0) {
			any = true;
			if (parse_word(word, at, length, error) < 0)
				return -1;
		}
		at += length;
		if (!*at)
			return any;
	}
}

int call_set_parse(struct call_set *set, const char *text, struct error *error)
{
	struct word word = { .set = set, .member = true };
	const char *rest = text;

	for (; *rest == '!'; rest++)
		word.member = !word.member;
	if (strcmp(rest, "all") == 0 || strcmp(rest, "none") == 0) {
		call_set_fill(set, (*rest == 'a') == word.member);
		return 0;
	}
	call_set_fill(set, !word.member);
	int any = parse_words(&word, rest, error);

	if (any == 0)
		return error_set(error, 0, "invalid system call '%s'", text);
	return any < 0 ? -1 : 0;
}
