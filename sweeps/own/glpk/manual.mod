/* The sample problem of GLPK's reference manual, section 1.3.1: its maximum is 733.333 at (33.3333, 66.6667, 0). */
var x{1..3} >= 0;
maximize z: 10 * x[1] + 6 * x[2] + 4 * x[3];
s.t. p: x[1] + x[2] + x[3] <= 100;
s.t. q: 10 * x[1] + 4 * x[2] + 5 * x[3] <= 600;
s.t. r: 2 * x[1] + 2 * x[2] + 6 * x[3] <= 300;
solve;
printf "answer %.17g\n", z;
end;
