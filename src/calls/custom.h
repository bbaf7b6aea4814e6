/* Decoders for what the description language does not say: constructs that
 * fewer than five calls share.  Each turns the bytes of a field into a tree. */
#ifndef RASTRO_CALLS_CUSTOM_H
#define RASTRO_CALLS_CUSTOM_H

#include "calls/desc.h"

/* What is behind in a longer socket address, the kernel does not look at. */
enum { SOCKADDR_MAX = 128 };

/* What a socket address of that family and length is called; NULL: not known. */
const char *address_structure(uint16_t family, size_t length);

custom_decode decode_siginfo_bytes, decode_sockaddr, decode_statmount, decode_control_messages,
	decode_old_sigframe, decode_capabilities, decode_key_capabilities,
	decode_dirent_type_behind, decode_netlink_error, decode_generic_family, decode_missed,
	decode_name, decode_btrfs_items, decode_btrfs_paths, decode_btrfs_places,
	decode_dm_input, decode_dm_output;

#endif
