/*
 * Paints the dabs that it reads ("x y hardness" a line, px and 0..1) with libmypaint, in segments of 24, again and again onto a
 * surface of 2048 px, and says after each turn how many seconds of CPU time it took. Arguments: radius in px, turns.
 */
#include <libmypaint/mypaint-fixed-tiled-surface.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  float radius = atof(argv[1]);
  int turns = atoi(argv[2]);
  int count = 0, room = 1024;
  float(*dabs)[3] = malloc(room * sizeof *dabs);
  while (scanf("%f %f %f", &dabs[count][0], &dabs[count][1], &dabs[count][2]) == 3) {
    if (++count == room) dabs = realloc(dabs, (room *= 2) * sizeof *dabs);
  }
  MyPaintFixedTiledSurface *tiles = mypaint_fixed_tiled_surface_new(2048, 2048);
  MyPaintSurface *surface = mypaint_fixed_tiled_surface_interface(tiles);
  for (int turn = 0; turn < turns; turn++) {
    clock_t begun = clock();
    for (int n = 0; n < count; n++) {
      if (n % 24 == 0) mypaint_surface_begin_atomic(surface);
      mypaint_surface_draw_dab(surface, dabs[n][0], dabs[n][1], radius, 0, 0, 0, 1, dabs[n][2], 1, 1, 0, 0, 0);
      if (n % 24 == 23 || n == count - 1) {
        MyPaintRectangle changed;
        mypaint_surface_end_atomic(surface, &changed);
      }
    }
    printf("%f\n", (double)(clock() - begun) / CLOCKS_PER_SEC);
  }
  return 0;
}
