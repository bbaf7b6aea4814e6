/* Virtual processors of KVM, as their owners have them in memory. */
#ifndef RASTRO_TRACEE_VCPU_H
#define RASTRO_TRACEE_VCPU_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Where the task has mapped what the descriptor of a virtual processor shares (struct
 * kvm_run); 0: nowhere, or it has several such mappings, which cannot be told apart. */
uint64_t vcpu_find(pid_t tid, int fd);

/* The same among the lines of a /proc/PID/maps: that of the start of a file of this name. */
uint64_t vcpu_find_in_maps(const char *maps, size_t size, const char *name);

#endif
