export declare function paintDabs(dabs: usize, count: i32, table: usize, tileX: i32, tileY: i32, across: i32, down: i32, rule: i32, grain: usize): i32;
