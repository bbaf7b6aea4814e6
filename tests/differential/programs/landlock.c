// trace: landlock_create_ruleset,landlock_add_rule,landlock_restrict_self
#include "test.h"

int main(void)
{
	uint64_t rights = 0x1fff, all = -1, pair[2] = { 1, 0 };
	struct __attribute__((packed)) { uint64_t access; int parent; } rule = { 0xd, 5 };
	long fd;

	call(landlock_create_ruleset, NULL, 0, 1);
	fd = call(landlock_create_ruleset, &rights, 8, 0);
	call(landlock_create_ruleset, &all, 8, 0);
	call(landlock_create_ruleset, &rights, 4, 0);
	call(landlock_create_ruleset, NULL, 8, -1);
	call(landlock_create_ruleset, unreadable, 8, 0);
	call(landlock_add_rule, fd, 1, &rule, 0);
	call(landlock_add_rule, -1, 1, &rule, 1);
	call(landlock_add_rule, -1, 1, NULL, 0);
	call(landlock_add_rule, -1, 99, &rule, 0);
	call(landlock_restrict_self, -1, 0);
	call(landlock_restrict_self, fd, -1);
	return 0;
}
