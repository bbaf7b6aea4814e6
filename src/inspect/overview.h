/* What is this process: what the kernel tells of it in /proc, decoded.
 *
 * Each adds its part to a sheet, and nothing where nothing is told; nobody is stopped. */
#ifndef RASTRO_INSPECT_OVERVIEW_H
#define RASTRO_INSPECT_OVERVIEW_H

#include "inspect/sheet.h"
#include "inspect/subject.h"
#include "output/view.h"

struct overview {
	struct sheet *sheet;
	struct subject *subject;
	const struct view *view; /* how calls are shown */
	unsigned rows_max;       /* of a list; 0: all */
};

/* One screen of all. */
void overview_show(struct overview *);

/* Its parts by name: "maps", "fds" ...; false: there is none of that name. */
bool overview_part(struct overview *, const char *name);

struct overview_row {
	const char *name;
	void (*show)(struct overview *);
	bool is_main; /* stands on the one screen, too */
	const char *help;
};
extern const struct overview_row overview_rows[]; /* ends with name NULL */

#endif
