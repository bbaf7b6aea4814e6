/* Functions that are active in a stopped thread. */
#include "inspect/activation.h"

#include "arch/arch.h"
#include "symbol/lookup.h"

#include <errno.h>
#include <stdlib.h>

/* The scope refers to the frame beside it, so it is opened where that lies. */
static void look(struct activation *activation)
{
	activation->has_scope =
		scope_open(activation->space, &activation->frame, &activation->scope);
	struct scope outer = activation->scope;

	activation->is_inlined = activation->has_scope && scope_outer(&outer);
}

static unsigned hidden_count(const struct subject *subject, const struct frame *frame)
{
	return subject->hidden.tid == subject->tid && subject->hidden.ip == frame->pc
	               ? subject->hidden.count
	               : 0;
}

bool activation_begin(struct subject *subject, struct activation *activation)
{
	struct arch_frame frame;

	*activation = (struct activation){ .space = subject_space(subject) };
	if (!subject->is_held || !activation->space ||
	    arch_native.frame_read(subject->tid, &frame) < 0)
		return false;
	frame_begin(activation->space, &frame, &subject->registers, &activation->frame);
	look(activation);
	for (unsigned i = hidden_count(subject, &activation->frame); i && activation->is_inlined;
	     i--)
		activation_next(activation);
	activation->level = 0;
	return true;
}

bool activation_next(struct activation *activation)
{
	if (activation->is_inlined) {
		activation->level++;
		scope_outer(&activation->scope);
		struct scope outer = activation->scope;

		activation->is_inlined = scope_outer(&outer);
		return true;
	}
	if (activation->has_scope)
		scope_close(&activation->scope);
	activation->has_scope = false;
	if (!frame_next(activation->space, &activation->frame))
		return false;
	activation->level++;
	look(activation);
	return true;
}

void activation_end(struct activation *activation)
{
	if (activation->has_scope)
		scope_close(&activation->scope);
	activation->has_scope = false;
}

/* ---- the line of a call is left before what was inlined there is entered */

void subject_hide(struct subject *subject, unsigned count)
{
	struct activation activation;

	subject_unchoose(subject);
	subject->hidden.count = 0;
	if (!count || !activation_begin(subject, &activation))
		return;
	subject->hidden.tid = subject->tid;
	subject->hidden.ip = activation.frame.pc;
	subject->hidden.count = count;
	activation_end(&activation);
}

unsigned subject_hidden(struct subject *subject, const char **file, unsigned *line)
{
	struct activation activation;
	unsigned count = 0;

	if (!subject->hidden.count || !activation_begin(subject, &activation))
		return 0;
	if (activation.has_scope && scope_line(&activation.scope, file, line))
		count = hidden_count(subject, &activation.frame);
	activation_end(&activation);
	return count;
}

/* ---- the one that is looked at */

void subject_unchoose(struct subject *subject)
{
	if (subject->chosen)
		activation_end(subject->chosen);
	free(subject->chosen);
	subject->chosen = NULL;
	text_free(&subject->kept);
	text_free(&subject->maps);
}

int subject_choose(struct subject *subject, unsigned level, struct error *error)
{
	struct activation *activation = malloc(sizeof(*activation));

	if (!activation)
		return error_set(error, ENOMEM, "out of memory");
	if (!activation_begin(subject, activation)) {
		free(activation);
		return error_set(error, 0, "nothing is known of the frames of thread %d",
		                 subject->tid);
	}
	while (activation->level < level && activation_next(activation))
		continue;
	if (activation->level < level) {
		activation_end(activation);
		free(activation);
		return error_set(error, ERANGE, "thread %d has no frame %u", subject->tid, level);
	}
	subject_unchoose(subject);
	subject->chosen = activation;
	return 0;
}

struct activation *subject_chosen(struct subject *subject)
{
	struct error error;

	if (!subject->chosen && subject->is_held)
		subject_choose(subject, 0, &error);
	return subject->chosen;
}
