/* A method that is called five times, for tests/cli/conditions.t. */
struct Counter {
	int total = 0;
	static int made;

	__attribute__((noinline)) int add(int &by, int times)
	{
		total += by * times;
		return total;
	}
};

int Counter::made = 7;

int main()
{
	Counter counter;
	int one = 1;

	for (int i = 0; i < 5; i++)
		counter.add(one, i);
	return 0;
}
