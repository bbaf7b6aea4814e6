/* Descriptions of system calls, from their texts to the tables that are used.
 *
 * sysgen does this when rastro is built, and prints the tables as C; rastro does
 * it when a user brings descriptions of his own.  The work goes
 *
 *	lexer -> parser -> nodes (node.h) -> resolver -> calls/desc.h structures
 *	      -> tables_build(): indexes and, by plan.c, capture plans
 *
 * This is what is known meanwhile, and the few things all parts share: memory,
 * names, messages. */
#ifndef RASTRO_DESCRIBE_MODEL_H
#define RASTRO_DESCRIBE_MODEL_H

#include "base/arena.h"
#include "base/text.h"
#include "calls/stand_in.h"
#include "calls/table.h"
#include "describe/node.h"

#include <setjmp.h>

enum {
	MODEL_ERRORS_MAX = 20,
	MODEL_BYTES_MAX = 512 << 20,
	MODEL_FIELDS_MAX = 1 << 18, /* fields resolved, choices counted per use */
	MODEL_NUMBER_MAX = 4096,    /* call numbers lie below */
	MODEL_COMMANDS_MAX = 1 << 14,
	MODEL_DEPTH_MAX = 32, /* of structures, choices and sets within each other */
};

struct source {
	const char *name; /* for messages */
	const char *bytes;
	size_t size;
	bool is_users; /* what it describes replaces what others do */
};

struct model_input {
	const struct source *descriptions;
	unsigned description_count;
	struct source numbers[ABI_COUNT]; /* tables with columns nr, name */
	struct source headers;  /* like constants, what they lack: from the system's headers */
	struct source commands; /* of ioctl: columns name, x86_64, i386; may be empty */
	struct source constants[ABI_COUNT]; /* columns name, decimal; i386: only what differs */
};

/* From names to whatever they mean. */
struct names {
	struct name_entry {
		const char *name;
		uint32_t hash;
		void *value;
	} *entries;
	unsigned count, capacity;
};

struct constant {
	uint64_t value[ABI_COUNT];
};

/* A command of ioctl. */
struct command {
	const char *name;
	struct constant constant;
	bool on[ABI_COUNT];
};

/* A type of calls/kind.h. */
struct scalar {
	const char *name;
	enum kind kind;
	uint8_t size[ABI_COUNT], alignment[ABI_COUNT];
	bool is_signed;
};

/* A function that decodes, as fields have it.  sysgen, which it is no part of, lets
 * them have the address of this instead; see custom_of_field(). */
struct custom_name {
	struct custom_name *next;
	const char *name;
	custom_decode *decode;
};

struct model {
	struct arena arena;
	jmp_buf out_of_memory;
	struct text *messages;
	const struct custom_hook *hooks; /* NULL: their names will do */
	/* Told of every key of a choice, with the number that is looked for; or NULL. */
	void (*note_key)(struct model *, const struct choice_node *, const struct term *, uint64_t);
	struct text described; /* where it may keep them */
	unsigned errors;
	unsigned fields; /* resolved so far */
	unsigned depth;  /* of what is being resolved */

	struct names words; /* every name met, once */
	struct names scalars, constants, sets, structs, choices;
	struct names defined; /* constants, in place: struct definition * */
	struct names users;   /* constants that users' sets and choices have named */
	struct command *commands;
	unsigned command_count;
	struct custom_name *first_custom;
	const char *facts[FACTS_MAX]; /* what fields tell, each once */
	unsigned fact_count;
	const char *aliases[STAND_IN_MAX]; /* of alternatives, each once */
	unsigned alias_count;
	struct set_node *first_set, **last_set;
	struct struct_node *first_struct, **last_struct;
	struct choice_node *first_choice, **last_choice;
	struct choice_node *first_extension, **last_extension;
	struct call_node *first_call, **last_call;

	struct names numbers[ABI_COUNT]; /* call name to struct numbered * */
	struct numbered {
		const char *name;
		uint32_t nr;
		const struct call_node *call;
	} *by_number[ABI_COUNT];          /* MODEL_NUMBER_MAX of them */
	uint32_t number_count[ABI_COUNT]; /* the highest, plus one */
};

void model_init(struct model *, struct text *messages);
/* Everything up to the tables; model->out_of_memory must be set. */
void model_load(struct model *, const struct model_input *);

/* Zeroed memory that lives as long as the model; does not return on failure. */
void *model_take(struct model *, size_t size);
const char *model_word(struct model *, const char *bytes, size_t length);
__attribute__((format(printf, 3, 4))) void model_error(struct model *, struct place,
                                                       const char *format, ...);

void *names_find(const struct names *, const char *name);
/* Counts one level down; false, after a message, when there are too many. */
bool model_enter(struct model *, struct place);
void model_leave(struct model *);

void names_put(struct model *, struct names *, const char *name, void *value);
/* The name most like that one, or NULL when none is near. */
const char *names_near(const struct names *, const char *name);
/* Two names' distance in single-letter edits; more than limit: limit + 1. */
unsigned names_distance(const char *, const char *, unsigned limit);
/* Up to which distance another name may have been meant. */
unsigned names_tolerance(const char *);

/* "...; did you mean x?" for messages, from one or two sets of names. */
struct hint {
	char text[96];
};
struct hint hint_near(const struct model *, const char *name, const struct names *,
                      const struct names *others);
struct hint hint_word(const char *word);

/* The stages, in their order. */
void scalars_load(struct model *);
void constants_load(struct model *, const struct source *, enum event_abi);
/* The constants that begin so, in the order of their values: one for each, but none for those that
 * are taken. */
struct term *constants_beginning(struct model *, struct place, const char *prefix,
                                 const uint64_t *taken, unsigned count);
/* The number of a term, if it is known before everything else is. */
bool term_constant(const struct model *, const struct term *, uint64_t *number);
void commands_load(struct model *, const struct source *);
void numbers_load(struct model *, const struct source *, enum event_abi);
/* All commands become the sets "commands_x86_64" and "commands_i386". */
void commands_gather(struct model *);
void parse_source(struct model *, const struct source *);
void resolve_all(struct model *);

/* The value of a constant expression; after a message, 0. */
struct constant expression_value(struct model *, const struct expression *);
struct constant term_value(struct model *, const struct term *);
/* Like that, where both ABIs must agree. */
uint64_t expression_number(struct model *, const struct expression *);

/* layout.c: the blocks. */
struct scope {
	const struct scope *outer; /* of the block around, for a choice's fields */
	struct member *members;
	unsigned count;
};
struct block_style {
	struct place at;
	const char *owner; /* for messages */
	bool is_args, is_packed, is_union, has_64bit_pointers;
};
struct extent {
	uint64_t size[ABI_COUNT];
	unsigned alignment[ABI_COUNT];
	unsigned bits_used; /* of the unit that the last bit-field lies in; 0: it was none */
};
/* Lays the fields out from start on; extent: where they end (not how long they are). */
struct scope layout_fields(struct model *, const struct fields_node *, const struct block_style *,
                           const uint64_t start[ABI_COUNT], struct extent *);
void struct_resolve(struct model *, struct struct_node *);
/* Type, kind and size of the field; alignment of one element. */
bool type_resolve(struct model *, const struct type_node *, struct field *,
                  unsigned alignment[ABI_COUNT]);
/* Kinds of which there is a run of bytes. */
bool kind_has_length(enum kind);
struct choice_node *choice_of(struct model *, const struct field_node *);
/* references.c: lengths, conditions and choices of fields that have their places. */
void references_resolve(struct model *, struct scope *, const struct block_style *);
struct structure structure_of(struct model *, const char *name, const struct scope *,
                              const struct name_node *shown, const struct extent *);
struct reference reference_find(struct model *, const struct scope *, const struct sibling_node *,
                                const struct block_style *);
/* The number of a fact by its name. */
uint8_t fact_number(struct model *, struct place, const char *name);
/* What can only be said of a field when all else is. */
void field_finish(struct field *);
/* The name of the function that decodes it. */
const char *custom_of_field(const struct model *, const struct field *);
/* Whether a description counts instead of another of the same thing. */
static inline bool place_replaces(struct place at, struct place other)
{
	return at.source && at.source->is_users && !(other.source && other.source->is_users);
}

/* sets.c: makes set->symbols and set->scalar good. */
void set_resolve(struct model *, struct set_node *);
void choice_resolve_symbols(struct model *, struct choice_node *);
const struct scalar *base_find(struct model *, const struct name_node *, const char *otherwise);
/* A number as it looks when loaded from so many bytes. */
uint64_t number_as_loaded(uint64_t, unsigned size, bool is_signed);

/* The flat plan of one call; plan.c. */
struct plan_steps {
	struct plan_step *list;
	const char **names; /* of the field that each step came from */
	unsigned count;
};
struct plan_steps plan_compile(struct model *, const struct call_node *, enum event_abi);
/* Plans of all calls, per ABI; calls with the same steps share them. */
const struct plan_table *plans_build(struct model *, struct plan_steps *all);

/* The tables that all this makes, in the model's memory, after model_load() without
 * errors; and all steps of the plans.  Plans may turn out to be too deep: errors count. */
const struct tables *tables_build(struct model *, struct plan_steps *);

#endif
