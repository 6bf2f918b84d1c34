; GIMP paints its samples: the folder to write to is in `folder`. Cells of 8 × 8 px as in sample_cells.py, in six columns.

(define side 8)
(define image (car (gimp-image-new 48 32 RGB)))

(define (rest-of number) (modulo number 256))

(define (color-of seed)
  (list (rest-of (* seed 53)) (- 255 (rest-of (* seed 29))) (rest-of (* seed 97))))

; What is selected becomes a bow from one colour to another, across or down.
(define (fill drawable seed isDown)
  (gimp-context-set-foreground (color-of seed))
  (gimp-context-set-background (color-of (+ seed 31)))
  (gimp-context-set-gradient-fg-bg-rgb)
  (gimp-drawable-edit-gradient-fill drawable GRADIENT-LINEAR 0 FALSE 1 0 FALSE
    0 0 (if (= isDown 1) 0 side) (if (= isDown 1) side 0)))

(define (add-layer name x y wide high mode opacity parent)
  (let ((layer (car (gimp-layer-new image wide high RGBA-IMAGE name opacity mode))))
    (gimp-image-insert-layer image layer parent 0)
    (gimp-layer-set-offsets layer x y)
    layer))

; Its alpha fades to the right, if it is soft.
(define (soften layer)
  (let ((mask (car (gimp-layer-create-mask layer ADD-MASK-WHITE))))
    (gimp-layer-add-mask layer mask)
    (gimp-context-set-foreground '(255 255 255))
    (gimp-context-set-background '(0 0 0))
    (gimp-context-set-gradient-fg-bg-rgb)
    (gimp-drawable-edit-gradient-fill mask GRADIENT-LINEAR 0 FALSE 1 0 FALSE 1 0 side side)
    (gimp-layer-remove-mask layer MASK-APPLY)
    layer))

(define (add-cell name cell mode opacity parent)
  (let ((layer (add-layer name (* side (modulo cell 6)) (* side (quotient cell 6)) side side mode opacity parent)))
    (fill layer (+ 3 (* cell 3)) (modulo cell 2))
    layer))

(define (add-soft name cell mode opacity parent)
  (soften (add-cell name cell mode opacity parent)))

(define (add-group name opacity mode)
  (let ((group (car (gimp-layer-group-new image))))
    (gimp-item-set-name group name)
    (gimp-image-insert-layer image group 0 0)
    (gimp-layer-set-opacity group opacity)
    (gimp-layer-set-mode group mode)
    group))

(gimp-context-set-defaults)
(fill (add-layer "Ground" 0 0 48 30 LAYER-MODE-NORMAL 100 0) 3 1)
(fill (add-layer "Beyond the edge" -4 -3 10 9 LAYER-MODE-NORMAL 100 0) 8 0)
(add-cell "Faint ✎ & <Über>" 1 LAYER-MODE-NORMAL 40 0)
(add-soft "Soft" 2 LAYER-MODE-NORMAL 100 0)
(add-soft "multiply" 3 LAYER-MODE-MULTIPLY 80 0)
(add-soft "screen" 4 LAYER-MODE-SCREEN 80 0)
(add-soft "overlay" 5 LAYER-MODE-OVERLAY 80 0)
(add-soft "darken" 6 LAYER-MODE-DARKEN-ONLY 80 0)
(add-soft "lighten" 7 LAYER-MODE-LIGHTEN-ONLY 80 0)
(add-soft "dodge" 8 LAYER-MODE-DODGE 80 0)
(add-soft "burn" 9 LAYER-MODE-BURN 80 0)
(add-soft "hard light" 10 LAYER-MODE-HARDLIGHT 80 0)
(add-soft "soft light" 11 LAYER-MODE-SOFTLIGHT 80 0)
(add-soft "difference" 12 LAYER-MODE-DIFFERENCE 80 0)
(add-soft "addition" 13 LAYER-MODE-ADDITION 80 0)
(add-soft "hue" 14 LAYER-MODE-HSV-HUE 80 0)
(gimp-item-set-visible (add-cell "Hidden" 15 LAYER-MODE-NORMAL 100 0) FALSE)
(let ((group (add-group "Whole" 100 LAYER-MODE-NORMAL)))
  (add-cell "One" 16 LAYER-MODE-NORMAL 100 group)
  (add-soft "Other" 16 LAYER-MODE-NORMAL 80 group))
(let ((group (add-group "Faint group" 50 LAYER-MODE-NORMAL)))
  (add-cell "Under" 17 LAYER-MODE-NORMAL 100 group)
  (add-soft "Over" 17 LAYER-MODE-NORMAL 100 group))
(add-soft "Dark glass" 18 LAYER-MODE-MULTIPLY 100 (add-group "Glass" 100 LAYER-MODE-NORMAL))
(add-soft "Dark through" 19 LAYER-MODE-MULTIPLY 100 (add-group "Through" 100 LAYER-MODE-PASS-THROUGH))
(let* ((layer (add-cell "Masked" 20 LAYER-MODE-NORMAL 100 0))
       (mask (car (gimp-layer-create-mask layer ADD-MASK-WHITE))))
  (gimp-layer-add-mask layer mask)
  (gimp-context-set-foreground '(255 255 255))
  (gimp-context-set-background '(0 0 0))
  (gimp-context-set-gradient-fg-bg-rgb)
  (gimp-drawable-edit-gradient-fill mask GRADIENT-LINEAR 0 FALSE 1 0 FALSE 0 0 side 0))
(gimp-layer-set-lock-alpha (add-soft "Keeps its transparency" 21 LAYER-MODE-NORMAL 100 0) TRUE)

(define (path-of name) (string-append folder "/" name))

(define (export-as name)
  (gimp-file-save RUN-NONINTERACTIVE image (car (gimp-image-get-active-layer image)) (path-of name) (path-of name)))

(export-as "gimp.psd")

; One layer from here on: pixels, in each way that GIMP writes them.
(define flat (car (gimp-image-merge-visible-layers image CLIP-TO-IMAGE)))
(gimp-image-crop image 48 32 0 0)
; Where there is no ground there is nothing.

(define (write-png name layer)
  (file-png-save2 RUN-NONINTERACTIVE image layer (path-of name) (path-of name) 1 9 1 1 0 1 0 0 1))

(write-png "gimp-alpha.png" flat)
(file-webp-save2 RUN-NONINTERACTIVE image flat (path-of "gimp.webp") (path-of "gimp.webp")
  0 TRUE 100 100 FALSE FALSE FALSE 0 FALSE FALSE FALSE FALSE 0 FALSE)
(let* ((photograph (car (gimp-image-duplicate image)))
       (layer (car (gimp-image-flatten photograph))))
  (file-jpeg-save RUN-NONINTERACTIVE photograph layer (path-of "turned.jpg") (path-of "turned.jpg") 0.95 0 TRUE FALSE "" 2 TRUE 0 0))
(gimp-image-convert-precision image PRECISION-U16-GAMMA)
(write-png "gimp-16.png" flat)
(export-as "gimp-16.psd")
(gimp-image-convert-grayscale image)
(write-png "gimp-grey-16.png" flat)
(gimp-image-convert-precision image PRECISION-U8-GAMMA)
(write-png "gimp-grey.png" flat)
(gimp-image-convert-rgb image)
(gimp-image-convert-indexed image CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 12 FALSE FALSE "")
(write-png "gimp-indexed.png" flat)

; It is written where GIMP keeps its palettes, when GIMP ends.
(define palette (car (gimp-palette-new "Harbour, übermalt")))
(gimp-palette-set-columns palette 3)
(gimp-palette-add-entry palette "Sodium light" '(255 128 0))
(gimp-palette-add-entry palette "" '(12 34 56))
(gimp-palette-add-entry palette "Wasser: grün & kühl" '(0 128 110))
(gimp-palette-add-entry palette "White" '(255 255 255))

(gimp-quit 0)
