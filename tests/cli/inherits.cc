/* A class that inherits, a function whose name has a + in it, and an exception. */
struct Base {
	int x = 1, hidden = 2;
};
struct Empty {
};
struct Derived : Base, Empty {
	int hidden = 3;
	int operator+(int n) const { return x + n; }
};

static int thrower(int n)
{
	throw n;
}

static int within(int n)
{
	try {
		thrower(n);
	} catch (int) {
	}
	return n;
}

int main()
{
	Derived derived;
	int caught = 0;

	caught = within(1);

	try {
		thrower(derived + 4);
	} catch (int n) {
		caught += n;
	}
	return caught;
}
