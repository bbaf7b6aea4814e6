/* Lines and functions to be stepped through. */
#include <stdio.h>
#include <stdlib.h>

int total;

static int add(int a, int b)
{
	int sum = a + b;
	total += sum;
	return sum;
}

static int twice(int n)
{
	return add(n, n) + add(1, 2);
}

int main(int argc, char **argv)
{
	int i, x = argc;

	for (i = 0; i < 3; i++)
		x = twice(x);
	printf("%d\n", x);
	x = abs(-x);
	return x > 3;
}
