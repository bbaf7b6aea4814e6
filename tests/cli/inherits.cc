/* A class that inherits, and a function whose name has a + in it. */
struct Base {
	int x = 1, hidden = 2;
};
struct Empty {
};
struct Derived : Base, Empty {
	int hidden = 3;
	int operator+(int n) const { return x + n; }
};

int main()
{
	Derived derived;

	return derived + 4;
}
