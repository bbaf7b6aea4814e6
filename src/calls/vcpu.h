/* Virtual processors of KVM: what lies beside ioctl(KVM_RUN), in no argument. */
#ifndef RASTRO_CALLS_VCPU_H
#define RASTRO_CALLS_VCPU_H

#include "calls/walk.h"

/* If the event holds what a virtual processor shares with its owner, as it was at the entry,
 * that stands for the last argument, which is always 0. */
void vcpu_decode(struct walk *, struct value *arguments);
bool value_is_vcpu(const struct value *);

/* Why it stopped; false: the event does not tell. */
bool vcpu_exit_reason(const struct event *, uint32_t *reason);
const char *vcpu_exit_name(uint32_t reason);

#endif
