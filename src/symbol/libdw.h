/* elfutils' libdw, loaded when it is first needed.
 *
 * Only stacks and symbols need it, and loading it takes longer than all else that
 * happens before a program is traced; so it is no dependency of the program. */
#ifndef RASTRO_SYMBOL_LIBDW_H
#define RASTRO_SYMBOL_LIBDW_H

#include "base/error.h"

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdint.h>

#define LIBDW_FUNCTIONS(X)                                                                         \
	X(dwarf_aggregate_size)                                                                    \
	X(dwarf_attr)                                                                              \
	X(dwarf_attr_integrate)                                                                    \
	X(dwarf_cfi_addrframe)                                                                     \
	X(dwarf_child)                                                                             \
	X(dwarf_decl_file)                                                                         \
	X(dwarf_decl_line)                                                                         \
	X(dwarf_diecu)                                                                             \
	X(dwarf_diename)                                                                           \
	X(dwarf_dieoffset)                                                                         \
	X(dwarf_entrypc)                                                                           \
	X(dwarf_filesrc)                                                                           \
	X(dwarf_formaddr)                                                                          \
	X(dwarf_formblock)                                                                         \
	X(dwarf_formref_die)                                                                       \
	X(dwarf_formsdata)                                                                         \
	X(dwarf_formstring)                                                                        \
	X(dwarf_formudata)                                                                         \
	X(dwarf_frame_cfa)                                                                         \
	X(dwarf_frame_info)                                                                        \
	X(dwarf_frame_register)                                                                    \
	X(dwarf_func_inline)                                                                       \
	X(dwarf_func_inline_instances)                                                             \
	X(dwarf_getfuncs)                                                                          \
	X(dwarf_getlocation_addr)                                                                  \
	X(dwarf_getlocation_attr)                                                                  \
	X(dwarf_getlocation_implicit_value)                                                        \
	X(dwarf_getscopes)                                                                         \
	X(dwarf_getscopes_die)                                                                     \
	X(dwarf_getsrcfiles)                                                                       \
	X(dwarf_getsrclines)                                                                       \
	X(dwarf_hasattr)                                                                           \
	X(dwarf_hasattr_integrate)                                                                 \
	X(dwarf_haspc)                                                                             \
	X(dwarf_lineaddr)                                                                          \
	X(dwarf_linebeginstatement)                                                                \
	X(dwarf_linecol)                                                                           \
	X(dwarf_lineendsequence)                                                                   \
	X(dwarf_lineno)                                                                            \
	X(dwarf_lineprologueend)                                                                   \
	X(dwarf_linesrc)                                                                           \
	X(dwarf_onesrcline)                                                                        \
	X(dwarf_ranges)                                                                            \
	X(dwarf_siblingof)                                                                         \
	X(dwarf_srclang)                                                                           \
	X(dwarf_tag)                                                                               \
	X(dwarf_whatform)                                                                          \
	X(dwfl_addrdie)                                                                            \
	X(dwfl_addrmodule)                                                                         \
	X(dwfl_attach_state)                                                                       \
	X(dwfl_begin)                                                                              \
	X(dwfl_end)                                                                                \
	X(dwfl_frame_pc)                                                                           \
	X(dwfl_getthread_frames)                                                                   \
	X(dwfl_lineinfo)                                                                           \
	X(dwfl_module_addrdie)                                                                     \
	X(dwfl_module_addrinfo)                                                                    \
	X(dwfl_module_dwarf_cfi)                                                                   \
	X(dwfl_module_eh_cfi)                                                                      \
	X(dwfl_module_getelf)                                                                      \
	X(dwfl_module_getsrc)                                                                      \
	X(dwfl_module_getsrc_file)                                                                 \
	X(dwfl_module_getsym_info)                                                                 \
	X(dwfl_module_getsymtab)                                                                   \
	X(dwfl_module_info)                                                                        \
	X(dwfl_module_nextcu)                                                                      \
	X(dwfl_nextcu)                                                                             \
	X(dwfl_offline_section_address)                                                            \
	X(dwfl_report_begin)                                                                       \
	X(dwfl_report_end)                                                                         \
	X(dwfl_report_module)                                                                      \
	X(dwfl_report_offline)                                                                     \
	X(dwfl_standard_find_debuginfo)                                                            \
	X(dwfl_thread_state_registers)                                                             \
	X(elf_getphdrnum)                                                                          \
	X(elf_getshdrstrndx)                                                                       \
	X(elf_memory)                                                                              \
	X(elf_nextscn)                                                                             \
	X(elf_strptr)                                                                              \
	X(elf_version)                                                                             \
	X(gelf_getehdr)                                                                            \
	X(gelf_getphdr)                                                                            \
	X(gelf_getshdr)

#define LIBDW_MEMBER(name) __typeof__(name) *name;
struct libdw {
	LIBDW_FUNCTIONS(LIBDW_MEMBER)
};
#undef LIBDW_MEMBER

/* Fills the functions in; -1 with error where the library, or one of them, is missing: then
 * it cannot do what purpose says, "show stacks". */
int libdw_load(struct libdw *, const char *purpose, struct error *);
/* An attribute that is a number; false: there is no such. */
bool libdw_number(const struct libdw *, Dwarf_Die *, unsigned name, uint64_t *number);

#endif
