/* What options do with their arguments; named by the rows of the option table. */
#ifndef RASTRO_CMD_OPTION_VALUES_H
#define RASTRO_CMD_OPTION_VALUES_H

#include "cmd/option_table.h"

/* Of any option: the member at row.offset becomes true, one more, the argument. */
int apply_true(const struct option_use *, struct error *);
int apply_count(const struct option_use *, struct error *);
int apply_string(const struct option_use *, struct error *);
int apply_words(const struct option_use *, struct error *);
int apply_said(const struct option_use *, struct error *);
int apply_calls(const struct option_use *, struct error *);
int apply_precision(const struct option_use *, struct error *);

/* Of one option each. */
int apply_expression(const struct option_use *, struct error *);
int apply_pids(const struct option_use *, struct error *);
int apply_daemonize(const struct option_use *, struct error *);
int apply_detach_on(const struct option_use *, struct error *);
int apply_interruptible(const struct option_use *, struct error *);
int apply_engine(const struct option_use *, struct error *);
int apply_signals(const struct option_use *, struct error *);
int apply_status(const struct option_use *, struct error *);
int apply_descriptors(const struct option_use *, struct error *);
int apply_inject(const struct option_use *, struct error *);
int apply_fault(const struct option_use *, struct error *);
int apply_successful(const struct option_use *, struct error *);
int apply_failed(const struct option_use *, struct error *);
int apply_quiet(const struct option_use *, struct error *);
int apply_string_limit(const struct option_use *, struct error *);
int apply_capture_size(const struct option_use *, struct error *);
int apply_hex(const struct option_use *, struct error *);
int apply_constants(const struct option_use *, struct error *);
int apply_no_abbrev(const struct option_use *, struct error *);
int apply_decode_fds(const struct option_use *, struct error *);
int apply_contexts(const struct option_use *, struct error *);
int apply_kvm(const struct option_use *, struct error *);
int apply_namespace(const struct option_use *, struct error *);
int apply_decode_pids(const struct option_use *, struct error *);
int apply_timestamps(const struct option_use *, struct error *);
int apply_column(const struct option_use *, struct error *);
int apply_color(const struct option_use *, struct error *);
int apply_limit(const struct option_use *, struct error *);
int apply_tips(const struct option_use *, struct error *);
int apply_stacks(const struct option_use *, struct error *);
int apply_stack_limit(const struct option_use *, struct error *);
int apply_last(const struct option_use *, struct error *);
int apply_count_steps(const struct option_use *, struct error *);
int apply_hot(const struct option_use *, struct error *);
int apply_mix(const struct option_use *, struct error *);
int apply_window_end(const struct option_use *, struct error *);
int apply_functions(const struct option_use *, struct error *);
int apply_coverage(const struct option_use *, struct error *);
int apply_json(const struct option_use *, struct error *);
int apply_summary_only(const struct option_use *, struct error *);
int apply_summary_too(const struct option_use *, struct error *);
int apply_sort(const struct option_use *, struct error *);
int apply_columns(const struct option_use *, struct error *);
int apply_overhead(const struct option_use *, struct error *);

#endif
