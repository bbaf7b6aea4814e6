/* Names of network interfaces.
 *
 * A trace looks them up when it shows them; a recording keeps those that there
 * were at its beginning, for it may be replayed elsewhere. */
#include "output/interfaces.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_SIZE = IF_NAMESIZE + 32 };

bool interface_name_now(const void *owner, unsigned index, struct text *name)
{
	char found[IF_NAMESIZE];

	(void)owner;
	if (!if_indextoname(index, found))
		return false;
	text_string(name, found);
	return true;
}

bool interface_name_recorded(const void *owner, unsigned index, struct text *name)
{
	const char *const *options = owner;
	char prefix[OPTION_SIZE];
	int length = snprintf(prefix, sizeof(prefix), "interface.%u=", index);

	for (; options && *options; options++)
		if (strncmp(*options, prefix, (size_t)length) == 0) {
			text_string(name, *options + length);
			return true;
		}
	return false;
}

const char *const *interfaces_list(const char *const *more)
{
	static char texts[INTERFACES_MAX][OPTION_SIZE];
	static const char *list[INTERFACES_MAX + 2];
	struct if_nameindex *all = if_nameindex();
	unsigned count = 0, text = 0;

	while (*more && count < INTERFACES_MAX)
		list[count++] = *more++;
	for (struct if_nameindex *one = all; one && one->if_index && text < INTERFACES_MAX; one++) {
		if (count > INTERFACES_MAX)
			break;
		snprintf(texts[text], OPTION_SIZE, "interface.%u=%s", one->if_index, one->if_name);
		list[count++] = texts[text++];
	}
	if_freenameindex(all);
	return list;
}
