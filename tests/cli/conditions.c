/* Visits ten times, with arguments of many kinds; for tests/cli/conditions.t. */
#include <stddef.h>

enum color { RED, GREEN, BLUE };

struct item {
	int number;
	const char *name;
	const struct item *next;
	double weight;
	enum color color;
	unsigned low : 3, high : 4;
};

static const struct item items[] = {
	{ 1, "one", &items[1], 0.5, RED, 1, 9 },
	{ 2, "two", &items[2], 1.5, GREEN, 2, 10 },
	{ 3, "three", NULL, 2.5, BLUE, 3, 11 },
};
static int numbers[] = { 0, 10, 20, 30, 40, 50, 60, 70, 80, 90 };
static _Thread_local volatile int mine;
static volatile int calls;
volatile double sum;

__attribute__((noipa)) static long visit(int i, const struct item *item, unsigned char byte,
                                         double ratio, enum color color)
{
	static int kept = 5;

	kept++;
	sum += ratio * item->weight * numbers[i] * byte;
	return color + kept;
}

int main(void)
{
	for (int i = 0; i < 10; i++) {
		calls++;
		mine = 100 + i;
		visit(i, &items[i % 3], (unsigned char)(250 + i), i / 2.0, (enum color)(i % 3));
	}
	return 0;
}
