/* A function that calls itself, for frames that come and go. */
#include <stdio.h>

int total;

static int down(int n)
{
	int mine = n;

	if (n > 0)
		mine += down(n - 1);
	total += mine;
	return mine;
}

int main(void)
{
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += down(i);
	printf("%d\n", sum);
	return sum;
}
