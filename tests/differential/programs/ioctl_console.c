// trace: ioctl
// options: -s 200
#include "ioctl.h"
#include <linux/hdreg.h>
#include <linux/kd.h>

enum { WIDTH_MAX = 32 };

static void symbols(void)
{
	for (unsigned type = 0; type < 20; type++)
		for (unsigned number = 0; number < 256; number += 5) {
			struct kbentry entry = { 0, 1, (unsigned short)(type << 8 | number) };

			call(ioctl, FD_BAD, KDSKBENT, &entry);
		}
}

static void fonts(void)
{
	static unsigned char data[WIDTH_MAX / 8 * 32 * 3] = { 1, 2, 0, 250 };
	unsigned char *end = edge(data, 40);
	struct consolefontdesc fonts[] = {
		{ 0, 8, (char *)data },    { 1, 8, (char *)data },  { 3, 16, (char *)data },
		{ 1, 8, (char *)(end) },   { 2, 8, (char *)(end) }, { 1, 8, unreadable },
		{ 600, 8, (char *)(end) }, { 1, 8, NULL },
	};

	for (unsigned i = 0; i < sizeof(fonts) / sizeof(*fonts); i++) {
		try_both(PIO_FONTX, &fonts[i]);
		try_both(GIO_FONTX, &fonts[i]);
	}
	for (unsigned width = 1; width <= WIDTH_MAX; width++) {
		struct console_font_op op = { KD_FONT_OP_SET, 0, width, 16, 3, data };

		try_both(KDFONTOP, &op);
		op.op = KD_FONT_OP_GET;
		try_both(KDFONTOP, &op);
	}
	struct console_font_op op = { KD_FONT_OP_SET_DEFAULT, 0, 8, 16, 3, (void *)"a name" };

	call(ioctl, FD_BAD, KDFONTOP, &op);
	op.data = unreadable;
	call(ioctl, FD_BAD, KDFONTOP, &op);
	op.op = KD_FONT_OP_COPY;
	try_both(KDFONTOP, &op);
	op.op = 77;
	call(ioctl, FD_BAD, KDFONTOP, &op);
	op.op = KD_FONT_OP_SET;
	try_both(KDFONTOP, &op);
	try_both(KDFONTOP, edge(&op, sizeof(op) - 1));
}

static void sectors(void)
{
	for (unsigned char count = 0; count < 3; count++) {
		unsigned char command[4 + 2 * 512] = { WIN_IDENTIFY, 1, 2, count, 7, 8, 9 };

		try_both(HDIO_DRIVE_CMD, command);
		try_both(HDIO_DRIVE_CMD, edge(command, 4 + 2 * 512));
	}
}

int main(void)
{
	accept_all();
	symbols();
	fonts();
	sectors();
	return 0;
}
