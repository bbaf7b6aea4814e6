/* Everything sysgen knows during one run, and the few things all parts share:
 * memory, names, messages. */
#ifndef RASTRO_SYSGEN_MODEL_H
#define RASTRO_SYSGEN_MODEL_H

#include "base/arena.h"
#include "calls/stand_in.h"
#include "node.h"
#include "sysgen.h"

#include <setjmp.h>

enum {
	MODEL_ERRORS_MAX = 20,
	MODEL_BYTES_MAX = 512 << 20,
	MODEL_FIELDS_MAX = 1 << 18, /* fields resolved, choices counted per use */
	MODEL_NUMBER_MAX = 4096,    /* call numbers lie below */
	MODEL_COMMANDS_MAX = 1 << 14,
	MODEL_DEPTH_MAX = 32, /* of structures, choices and sets within each other */
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

/* A function that decodes.  It is not part of sysgen, so field->custom points
 * to this instead; see custom_of_field(). */
struct custom_name {
	struct custom_name *next;
	const char *name;
};

struct model {
	struct arena arena;
	jmp_buf out_of_memory;
	struct text *messages;
	struct text described; /* keys of choices */
	unsigned errors;
	unsigned fields; /* resolved so far */
	unsigned depth;  /* of what is being resolved */

	struct names words; /* every name met, once */
	struct names scalars, constants, sets, structs, choices;
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
/* Everything up to emitting; model->out_of_memory must be set. */
void model_load(struct model *, const struct sysgen_input *);

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
struct hint hint_near(const char *name, const struct names *, const struct names *others);
struct hint hint_word(const char *word);

/* The stages, in their order. */
void scalars_load(struct model *);
void constants_load(struct model *, const struct source *, enum event_abi);
void commands_load(struct model *, const struct source *);
void numbers_load(struct model *, const struct source *, enum event_abi);
/* All commands become the sets "commands_x86_64" and "commands_i386". */
void commands_gather(struct model *);
void parse_source(struct model *, const struct source *);
void resolve_all(struct model *);
void emit_tables(struct model *, struct text *);
void emit_plans(struct model *, struct text *);
void emit_checks(struct model *, struct text *);
void emit_described(const struct model *, struct text *);
/* Keeps a key of a choice for emit_described(): the number is what is looked for. */
void describe_key(struct model *, const struct choice_node *, const struct term *key,
                  uint64_t number);

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
static inline const struct custom_name *custom_of_field(const struct field *field)
{
	return (const struct custom_name *)(uintptr_t)field->custom;
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

#endif
