/* Functions that a debugger has called. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct point {
	int x, y;
} origin = { 7, 8 };

int counter;

int add(int a, int b)
{
	counter++;
	return a + b;
}

long long wide(long long a, int b, long long c)
{
	return a + b + c;
}

double scale(double number, float by)
{
	return number * by;
}

int length(const char *text)
{
	return (int)strlen(text);
}

int say(const char *a, const char *b)
{
	printf("%s-%s\n", a, b);
	return fflush(stdout);
}

struct point *place(void)
{
	return &origin;
}

struct point make(int x)
{
	return (struct point){ x, x };
}

int many(int a, int b, int c, int d, int e, int f, int g, int h, double i)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + (int)i;
}

double sum(int count, ...)
{
	va_list list;
	double all = 0;

	va_start(list, count);
	for (int i = 0; i < count; i++)
		all += va_arg(list, double);
	va_end(list);
	return all;
}

signed char negative(unsigned char number)
{
	return (signed char)-number;
}

int fails(int *nothing)
{
	return *nothing;
}

void leave(int status)
{
	exit(status);
}

void nothing(void)
{
	counter += 100;
}

int (*pointer)(int, int) = add;

int main(void)
{
	double before = 1.5 * add(1, 2);

	raise(SIGUSR1);
	printf("%f %d\n", before, counter);
	return 0;
}
