/* The cheapest assignment of n workers to n jobs, as a linear programme: its vertices are assignments. */
param n, integer, > 0;
param cost{1..n, 1..n};
var x{1..n, 1..n} >= 0;
minimize z: sum{i in 1..n, j in 1..n} cost[i, j] * x[i, j];
s.t. worker{i in 1..n}: sum{j in 1..n} x[i, j] = 1;
s.t. job{j in 1..n}: sum{i in 1..n} x[i, j] = 1;
solve;
printf "answer %.17g\n", z;
end;
