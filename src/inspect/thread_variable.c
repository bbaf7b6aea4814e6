/* Variables that each thread has its own of.
 *
 * A thread has a table of blocks (the "dynamic thread vector"), one for every module with such
 * variables.  Where that is belongs to how programs are compiled; which block is whose only the
 * loader knows, but libc tells debuggers where it keeps that, so no library of its is needed. */
#include "inspect/thread_variable.h"

#include "arch/target.h"
#include "inspect/library_list.h"
#include "inspect/subject.h"
#include "symbol/lookup.h"
#include "tracee/proc_text.h"

/* Three numbers of four bytes: bits, elements, and where the member lies in a link_map. */
static const char description_symbol[] = "_thread_db_link_map_l_tls_modid";

enum { DESCRIPTION_WORDS = 3, DESCRIPTION_OFFSET = 2, LINK_MAP_MAX = 4096, MODULES_MAX = 1 << 16 };

static bool read_word(struct subject *subject, uint64_t address, unsigned size, uint64_t *word)
{
	*word = 0;
	return subject_read(subject, address, word, size) == (ssize_t)size;
}

static uint64_t link_map_of(struct subject *subject, uint64_t bias)
{
	struct text auxv = { 0 };
	const struct library_source source = { .memory = &subject->memory.memory,
		                               .auxv = &auxv,
		                               .is_32 = subject->abi == ABI_I386 };

	proc_text_read(&auxv, subject->pid, "auxv");
	uint64_t found = library_list_find(&source, bias);

	text_free(&auxv);
	return found;
}

/* A program without a loader is one module. */
static bool module_find(struct subject *subject, uint64_t bias, unsigned size, uint64_t *module)
{
	uint64_t link_map = link_map_of(subject, bias), place;
	uint32_t description[DESCRIPTION_WORDS];

	*module = 1;
	if (!link_map)
		return true;
	return lookup_find(subject_symbols(subject), description_symbol, &place, 1, NULL) == 1 &&
	       subject_read(subject, place, description, sizeof(description)) ==
	               sizeof(description) &&
	       description[DESCRIPTION_OFFSET] <= LINK_MAP_MAX &&
	       read_word(subject, link_map + description[DESCRIPTION_OFFSET], size, module);
}

bool thread_variable_find(struct subject *subject, uint64_t bias, uint64_t offset,
                          uint64_t *address)
{
	unsigned size = subject->abi == ABI_I386 ? 4 : 8;
	uint64_t module, table, count, block;

	/* Two words before the table is told how long it is; each entry is a block, and what is
	 * to be freed. */
	if (!subject->is_held || !module_find(subject, bias, size, &module) ||
	    !read_word(subject, target_thread_pointer(&subject->registers) + size, size, &table) ||
	    !table || !read_word(subject, table - 2 * size, size, &count) || !module ||
	    module > count || module > MODULES_MAX ||
	    !read_word(subject, table + 2 * size * module, size, &block))
		return false;
	*address = block + offset;
	return block && block != (size == 4 ? UINT32_MAX : UINT64_MAX);
}
