/* Somebody to be looked at by the tests of the debugger: variables of all kinds, functions
 * below functions, and a known place to stop at.  Also a C++ program.
 *
 * Says "ready", waits in stop_here() until its standard input ends, and returns 0. */
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

enum color { RED, GREEN = 5, BLUE = -1 };

struct point {
	int x, y;
};

struct node {
	struct node *next;
	int value;
	const char *label;
};

struct flags {
	unsigned low : 3;
	int high : 5;
	bool on;
	union {
		uint32_t whole;
		uint8_t bytes[4];
	};
};

int counter = 41;
static const char *volatile motto = "never \"lose\" an event";
static uint16_t table[3][2] = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
struct node second = { 0, -2, "second" };
struct node first = { &second, 1, "first" };

/* A call without a library's help, so that the place is ours. */
__attribute__((noinline)) static long stop_here(long number)
{
	long local = number + 1;
	char byte;
	long result;

#ifdef __x86_64__
	__asm__ volatile("syscall" /* stops */
	                 : "=a"(result)
	                 : "a"(SYS_read), "D"(0), "S"(&byte), "d"(1)
	                 : "rcx", "r11", "memory");
#else
	__asm__ volatile("int $0x80" /* stops */
	                 : "=a"(result)
	                 : "a"(SYS_read), "b"(0), "c"(&byte), "d"(1)
	                 : "memory");
#endif
	return result < 0 ? -1 : local; /* after the stop */
}

__attribute__((always_inline)) static inline long twice(long number)
{
	long doubled = 2 * number; /* inlined */

	return stop_here(doubled) + doubled;
}

#ifdef __cplusplus
namespace shapes
{
template <typename T> __attribute__((noinline)) T larger(T one, T other)
{
	return one > other ? one : other;
}

struct circle {
	int radius;
	__attribute__((noinline)) long area(int scale)
	{
		return twice(scale * radius) + larger(scale, radius);
	}
};
} // namespace shapes
#endif

__attribute__((noinline)) static long visit(struct node *list, enum color color, const char *label,
                                            double ratio, signed char letter)
{
	struct point point = { 3, -4 };
	struct flags flags = { 5, -7, true, { 0x01020304 } };
	int array[4] = { 10, 20, 30, 40 };
	char word[8] = "hello";
	int unused = 99;
	long sum = list->value + counter; /* in visit */

	for (int i = 0; i < 4; i++) /* the loop */
		sum += array[i];
#ifdef __cplusplus
	shapes::circle circle = { 2 };

	sum += circle.area(point.x);
#else
	sum += twice(sum); /* calls */
#endif
	sum += label[0] + (long)ratio + letter + color + point.y + flags.high + word[0];
	return sum + table[1][1] + motto[0];
}

int main(void)
{
	long sum;

	if (write(1, "ready\n", 6) != 6)
		return 1;
	sum = visit(&first, GREEN, "label", 2.5, 'k');
	return sum == 0;
}
