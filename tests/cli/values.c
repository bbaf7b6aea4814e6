/* Values of all kinds to be shown, calculated with, and assigned to. */
#include <stdbool.h>
#include <stddef.h>

enum color { RED, GREEN = 5, BLUE };
typedef unsigned short number_t;
struct inner {
	double weight;
	char name[8];
};
struct item {
	struct item *next;
	int number;
	unsigned low : 3;
	union {
		number_t half[2];
		unsigned whole;
	};
	struct inner inner;
};

static struct item second = { NULL, 2, 3, { { 1, 2 } }, { 2.5, "second" } };
static struct item first = { &second, 1, 5, { .whole = 0x20001 }, { 1.25, "first" } };
static struct item *const list = &first;
static int numbers[4] = { 10, 20, 30, 40 };
static int count = 2;
static unsigned zero;
static unsigned char byte = 200;
static float ratio = 1.5f;
static long double wide = 1.25L;
static bool flag = true;
static enum color color = GREEN;
static int table[2][3] = { { 1, 2, 3 }, { 4, 5, 6 } };
static const char *text = "text";
static int (*function)(int, char **);

static int visit(int depth, char **words)
{
	return words && depth ? numbers[0] : count;
}

int main(int argc, char **argv)
{
	function = visit;
	return function(argc, argv) + (int)zero + byte + (int)(ratio + (float)wide) + flag +
	                       (int)color + table[0][0] + text[0] + list->number
	               ? 0
	               : 1;
}
