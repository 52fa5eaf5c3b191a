/* Halves an error until it is small. What else it does, the parameter "what" says. Its requests have few keys, so that it needs no parser. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void answer(long id, double gap) {
  printf("{\"id\":%ld,\"status\":\"converged\",\"steps\":20,\"final_error\":%.17g,\"measurements\":{\"gap\":%.17g}}\n", id, gap, gap);
}

int main(int count, char **words) {
  static char line[1 << 16];
  if (count > 1 && !strcmp(words[1], "describe")) {
    puts("{\"gradsweep\":1,\"name\":\"faulty-c\",\"version\":1,\"scratch\":false,\"measurements\":[{\"name\":\"gap\"}],"
         "\"parameters\":[{\"name\":\"what\",\"type\":\"text\",\"default\":\"nothing\"}]}");
    return 0;
  }
  while (fgets(line, sizeof line, stdin)) {
    long id = atol(strstr(line, "\"id\":") + 5);
    if (strstr(line, "\"abort\"")) abort();
    if (strstr(line, "\"segv\"")) *(volatile int *)8 = 1;
    if (strstr(line, "\"exit\"")) return 3;
    if (strstr(line, "\"hang\"")) sleep(1000);
    if (strstr(line, "\"print\"")) puts("a stray word");
    if (strstr(line, "\"list\"")) {
      puts("[1, 2]");
    } else if (strstr(line, "\"long\"")) {
      printf("{\"id\":%ld,\"reason\":\"", id);
      for (long i = 0; i < 100000000; i++) putchar('x');
      puts("\",\"status\":\"failed\"}");
    } else if (strstr(line, "\"nan\"")) {
      printf("{\"id\":%ld,\"status\":\"converged\",\"final_error\":NaN,\"measurements\":{\"gap\":NaN}}\n", id);
    } else {
      if (strstr(line, "\"errors\""))
        for (long i = 0; i < 20000; i++) fprintf(stderr, "%0999d\n", 0);
      answer(id, ldexp(1, -20));
    }
    fflush(stdout);
  }
  return 0;
}
