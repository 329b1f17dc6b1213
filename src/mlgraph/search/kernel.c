/* The label-setting A* search of astar.py on flat arrays, as WebAssembly. The module kernel.py explains it and calls it.

   All memory is taken piece by piece and never given back, since one instance solves one problem. Build it with:

   clang --target=wasm32 -O3 -mbulk-memory -nostdlib -ffreestanding -Wall -Wextra -Wno-sign-compare -Wl,--no-entry
   -Wl,--export=reserve -Wl,--export=load -Wl,--export=run -Wl,--export=trace -Wl,--export=report -Wl,--strip-all
   -o kernel.wasm kernel.c */

typedef unsigned char u8;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

enum { RUNNING, FOUND, EMPTY, FULL };
#define INFINITE (1LL << 62) /* no limit */

enum { PAGE = 65536, BLOCK = 64, LEVELS = 64, DIVE_EVERY = 1000, FIRST_QUEUE = 1024 };

typedef struct {
  i64 hours;
  u64 *reserved;
} Cut;

typedef struct {
  i64 target, months, ticks;
} Move;

/* a minimal set of skills that meets the requirements of a position; the skills of `Position.always` are left out */
typedef struct {
  i64 count, *skills;
} Choice;

typedef struct Label Label;

/* some labels that have left the queue at one position: the skills of all labels, word by word, follow the block */
typedef struct Block {
  struct Block *next;
  i32 count;
  i32 own[BLOCK]; /* of each label */
  i64 arrives[BLOCK];
  Label *labels[BLOCK];
  u64 skills[];
} Block;

typedef struct {
  i64 ticks_left, moves_left, is_stage;
  double weight, weight_to_goal;
  i64 cut_count, *cuts, move_count;
  Move *moves;
  u64 *useful; /* the skills that count for dominance here */
  u64 *always;
  i64 choice_count;
  Choice *choices;
  Block *settled;
  i64 earlier; /* the months in which an earlier position of the current path leads here */
  i64 seen;    /* the expansion for which `earlier` holds */
  i64 passed;  /* the last expansion of a path through the position */
} Position;

struct Label {
  i64 key[4], arrives;
  double weight; /* of all positions of the path but the last */
  Label *parent;
  i32 position, length, stages, hours;
  i32 own; /* the hours of skills that do not count for dominance */
  u64 skills[];
};

/* what run() tells its caller: the bounds of the label taken last, the labels made, the length of the best path */
i64 report[6];

static i64 words, position_count, start, goal, order[3], study_ticks, cut_count, max_hours;
static i32 level_shift;
static i64 *hours_of_skill, upper_bound[4], made, settled, expansion, work;
static u64 *wanted, *heavy;
static Cut *cuts;
static Position *positions;
static Label **queue, *best;
static u32 queued, queue_room;
static u8 *free_memory, *memory_end, *most_memory;
static Label **children; /* of one move */
static Label **siblings; /* the minimal drafts of these children */
static u8 *drafts;        /* of these children, before some of them are kept */
static u32 most_choices, label_bytes;
extern u8 __heap_base;

/* Return memory, or 0 if all of it together would be more than the limit. */
static void *take(u64 bytes) {
  bytes = (bytes + 7) & ~7ULL;
  if (bytes > (u64)(most_memory - free_memory)) return 0;
  if (bytes > (u64)(memory_end - free_memory)) {
    u64 pages = (bytes - (memory_end - free_memory) + PAGE - 1) / PAGE + 64;
    if (__builtin_wasm_memory_grow(0, pages) == (unsigned long)-1) return 0;
    memory_end += pages * PAGE;
  }
  u8 *taken = free_memory;
  free_memory += bytes;
  return taken;
}

/* Return memory for the words of a problem, which load() then reads. */
void *reserve(u32 count, u32 most_bytes) {
  free_memory = (u8 *)(((unsigned long)&__heap_base + 7) & ~7UL);
  memory_end = (u8 *)(__builtin_wasm_memory_size(0) * PAGE);
  most_memory = free_memory + most_bytes;
  return take((u64)count * 8);
}

static i64 hours_of(u64 skills, i64 word) {
  i64 hours = 0;
  for (; skills; skills &= skills - 1) hours += hours_of_skill[word * 64 + __builtin_ctzll(skills)];
  return hours;
}

static int compare_keys(const i64 *one, const i64 *other) {
  for (int i = 0; i < 4; i++)
    if (one[i] != other[i]) return one[i] < other[i] ? -1 : 1;
  return 0;
}

/* Compare two paths by their positions, then by the skills learned before each move: the set with the first ids wins. */
static int compare_paths(const Label *one, const Label *other) {
  i32 longer = one->length - other->length;
  while (one->length > other->length) one = one->parent;
  while (other->length > one->length) other = other->parent;
  int result = 0;
  for (const Label *a = one, *b = other; a != b; a = a->parent, b = b->parent)
    if (a->position != b->position) result = a->position < b->position ? -1 : 1;
  if (result || longer) return result ? result : longer;
  for (const Label *a = one, *b = other; a != b; a = a->parent, b = b->parent)
    for (i64 word = words; word--;)
      if (a->skills[word] != b->skills[word]) {
        result = a->skills[word] > b->skills[word] ? -1 : 1;
        break;
      }
  return result;
}

static int is_before(const Label *one, const Label *other) {
  int result = compare_keys(one->key, other->key);
  return result ? result < 0 : compare_paths(one, other) < 0;
}

/* Add a label to the queue, a binary heap. Return 0 if no memory is left. */
static int push(Label *label) {
  if (queued == queue_room) {
    u32 room = queue_room ? 2 * queue_room : FIRST_QUEUE;
    Label **larger = take((u64)room * sizeof *queue);
    if (!larger) return 0;
    for (u32 i = 0; i < queued; i++) larger[i] = queue[i];
    queue = larger, queue_room = room;
  }
  u32 at = queued++;
  for (; at && is_before(label, queue[(at - 1) / 2]); at = (at - 1) / 2) queue[at] = queue[(at - 1) / 2];
  queue[at] = label;
  return 1;
}

static Label *pop(void) {
  Label *first = queue[0], *last = queue[--queued];
  u32 at = 0, child;
  for (; (child = 2 * at + 1) < queued; at = child) {
    if (child + 1 < queued && is_before(queue[child + 1], queue[child])) child++;
    if (!is_before(queue[child], last)) break;
    queue[at] = queue[child];
  }
  queue[at] = last;
  return first;
}

/* Compute the lower bounds of a label. Return whether they are no higher than the costs of the incumbent. */
static int compute_key(Label *label) {
  Position *at = positions + label->position;
  i64 left = 0, asked = 0;
  for (i64 i = 0; i < at->cut_count; i++) {
    Cut *cut = cuts + at->cuts[i];
    i64 paid = 0;
    for (i64 word = 0; word < words; word++) paid += hours_of(label->skills[word] & cut->reserved[word], word);
    if (paid < cut->hours) left += cut->hours - paid;
  }
  for (i64 word = 0; word < words; word++) asked += hours_of(wanted[word] & ~label->skills[word], word);
  i64 hours = label->hours + (asked > left ? asked : left);
  double weight = label->weight + at->weight_to_goal;
  weight = __builtin_ceil(weight - 1e-6 * (weight > 1 ? weight : 1));
  if (weight > hours) hours = (i64)weight;
  i64 ticks = label->arrives + at->ticks_left;
  if (ticks < hours * study_ticks) ticks = hours * study_ticks;
  i64 costs[3] = {ticks, hours, label->length - label->stages + at->moves_left};
  for (int i = 0; i < 3; i++) label->key[i] = costs[order[i]];
  label->key[3] = label->stages;
  if (label->parent && compare_keys(label->parent->key, label->key) > 0)
    for (int i = 0; i < 4; i++) label->key[i] = label->parent->key[i];
  return compare_keys(label->key, upper_bound) <= 0;
}

/* Return whether one of two labels at the same position dominates the other (Labels.is_dominated). */
static int dominates(const Label *one, const Label *other) {
  i32 moves = one->length - one->stages, other_moves = other->length - other->stages;
  if (order[0] == 2 && moves != other_moves) return moves < other_moves;
  i64 hours = one->hours, is_equal = 1;
  const u64 *useful = positions[one->position].useful;
  for (i64 word = 0; word < words; word++) {
    u64 missing = other->skills[word] & ~one->skills[word] & useful[word];
    hours += hours_of(missing, word);
    is_equal &= !missing;
  }
  if (hours > other->hours || (one->arrives > other->arrives && (order[0] != 1 || hours == other->hours))) return 0;
  if (hours < other->hours) return 1;
  if (moves != other_moves) return moves < other_moves;
  if (one->stages != other->stages) return one->stages < other->stages;
  int result = compare_paths(one, other);
  if (result > 0 || is_equal) return result <= 0;
  for (; one != other; one = one->parent, other = other->parent)
    if (one->position != other->position) return 1;
  return 0; /* the paths differ only in what they have learned */
}

/* Return whether a label that has left the queue dominates a label.

   A label that dominates has few hours of useful skills that the other lacks: no more than the other has in skills that
   are not useful. So most labels are out by one comparison of bit masks. */
static int is_dominated(const Label *label) {
  const int compares_moves = order[0] == 2, compares_arrivals = order[0] == 0;
  const i64 count = words;
  const u64 *useful = positions[label->position].useful;
  u64 absent[LEVELS * count]; /* at each level, the heavy useful skills that the label lacks */
  for (i64 level = 0; level < LEVELS && !compares_moves; level++)
    for (i64 word = 0; word < count; word++)
      absent[level * count + word] = heavy[level * count + word] & useful[word] & ~label->skills[word];
  for (Block *block = positions[label->position].settled; block; block = block->next) {
    work += block->count;
    for (i32 i = 0; i < block->count; i++) {
      i32 spare = label->own - block->own[i], level = (spare >> level_shift) + 1;
      if (!compares_moves) {
        if (spare < 0) continue;
        const u64 *mask = absent + (level < LEVELS ? level : 0) * count;
        if (block->skills[i] & mask[0]) continue;
        if (compares_arrivals && block->arrives[i] > label->arrives) continue;
        u64 more = 0;
        for (i64 word = 1; word < count; word++) more |= block->skills[word * BLOCK + i] & mask[word];
        if (more) continue;
      }
      if (dominates(block->labels[i], label)) return 1;
    }
  }
  return 0;
}

/* Keep a label that has left the queue. Return 0 if no memory is left. */
static int settle(Label *label) {
  Position *at = positions + label->position;
  if (!at->settled || at->settled->count == BLOCK) {
    Block *block = take(sizeof *block + words * BLOCK * sizeof(u64));
    if (!block) return 0;
    block->next = at->settled, block->count = 0, at->settled = block;
  }
  Block *block = at->settled;
  i32 i = block->count++;
  block->own[i] = label->own, block->arrives[i] = label->arrives, block->labels[i] = label;
  for (i64 word = 0; word < words; word++) block->skills[word * BLOCK + i] = label->skills[word];
  settled++;
  return 1;
}

/* Note, for each position, in how many months an earlier position of a path leads to it, less the months since then. */
static void note_detours(const Label *label) {
  i64 since = 0;
  expansion++;
  positions[label->position].passed = expansion;
  for (const Label *child = label; child->parent; child = child->parent) {
    Position *before = positions + child->parent->position;
    before->passed = expansion;
    for (i64 i = 0; i < before->move_count; i++)
      if (before->moves[i].target == child->position) since += before->moves[i].months;
    for (i64 i = 0; i < before->move_count; i++) {
      Position *target = positions + before->moves[i].target;
      i64 months = before->moves[i].months - since;
      if (target->seen != expansion || months < target->earlier) target->earlier = months;
      target->seen = expansion;
    }
  }
}

/* Return the place of a child in `drafts`. */
static Label *draft(i32 index) { return (Label *)(drafts + index * label_bytes); }

/* Return whether no other draft has a part of the skills of a draft, or the same skills and a lower index. */
static int is_minimal(i32 index, i32 count) {
  for (i32 i = 0; i < count; i++) {
    u64 more = 0, less = 0;
    for (i64 word = 0; word < words; word++) {
      more |= draft(i)->skills[word] & ~draft(index)->skills[word];
      less |= draft(index)->skills[word] & ~draft(i)->skills[word];
    }
    if (!more && (less || i < index)) return 0;
  }
  return 1;
}

/* Return whether one of some labels for the same move dominates another. */
static int is_dominated_by_sibling(const Label *label, Label **siblings, i32 count) {
  for (i32 i = 0; i < count; i++)
    if (siblings[i] != label && dominates(siblings[i], label)) return 1;
  return 0;
}

/* Make a label for each choice of skills at the target of a move. Return their number, or -1 without memory. */
static i32 make_children(Label *parent, const Move *move) {
  Position *at = positions + move->target;
  i64 post_ends = parent->arrives + move->ticks, hours = parent->hours;
  i64 most_ticks = order[0] == 0 ? upper_bound[0] : INFINITE;
  i64 most_hours = order[0] == 1 ? upper_bound[0] : INFINITE;
  if (post_ends + at->ticks_left > most_ticks) return 0;
  for (i64 word = 0; word < words; word++) hours += hours_of(at->always[word] & ~parent->skills[word], word);
  i32 count = 0, kept = 0;
  for (i64 i = 0; i < at->choice_count; i++) {
    Choice *choice = at->choices + i;
    i64 sum = hours;
    for (i64 j = 0; j < choice->count; j++) {
      i64 skill = choice->skills[j];
      if (!(parent->skills[skill / 64] >> skill % 64 & 1)) sum += hours_of_skill[skill];
    }
    if (sum > most_hours || sum * study_ticks + at->ticks_left > most_ticks) continue;
    Label *label = draft(count);
    label->parent = parent, label->position = move->target, label->length = parent->length + 1;
    label->stages = parent->stages + at->is_stage, label->hours = sum, label->own = 0;
    label->arrives = post_ends > sum * study_ticks ? post_ends : sum * study_ticks;
    label->weight = parent->weight + positions[parent->position].weight;
    for (i64 word = 0; word < words; word++) label->skills[word] = parent->skills[word] | at->always[word];
    for (i64 j = 0; j < choice->count; j++) label->skills[choice->skills[j] / 64] |= 1ULL << choice->skills[j] % 64;
    for (i64 word = 0; word < words; word++) label->own += hours_of(label->skills[word] & ~at->useful[word], word);
    count += compute_key(label);
  }
  work += at->choice_count + (i64)count * count;
  i32 minimal = 0;
  for (i32 i = 0; i < count; i++)
    if (is_minimal(i, count)) siblings[minimal++] = draft(i);
  for (i32 i = 0; i < minimal; i++) {
    if (is_dominated_by_sibling(siblings[i], siblings, minimal)) continue;
    Label *label = take(label_bytes);
    if (!label) return -1;
    __builtin_memcpy(label, siblings[i], label_bytes);
    children[kept++] = label;
  }
  made += kept;
  return kept;
}

/* Make the children of a label. Add them to the queue, or return the first of them for a dive. */
static int expand(Label *label, Label **first) {
  Position *at = positions + label->position;
  note_detours(label);
  for (i64 i = 0; i < at->move_count; i++) {
    Move *move = at->moves + i;
    Position *target = positions + move->target;
    if (target->passed == expansion || (target->seen == expansion && target->earlier <= move->months)) continue;
    i32 count = make_children(label, move);
    if (count < 0) return 0;
    for (i32 j = 0; j < count; j++) {
      if (first) {
        if (!*first || is_before(children[j], *first)) *first = children[j];
      } else if (!push(children[j]))
        return 0;
    }
  }
  return 1;
}

/* Follow the lowest bounds from a label to the goal. The path may become the incumbent. Return 0 without memory. */
static int dive(Label *label) {
  u8 *before = free_memory;
  while (label && label->position != goal) {
    Label *next = 0;
    if (!expand(label, &next)) return 0;
    label = next;
  }
  if (!label || compare_keys(label->key, upper_bound) >= 0) {
    free_memory = before;
    return 1;
  }
  best = label;
  for (int i = 0; i < 4; i++) upper_bound[i] = label->key[i];
  return 1;
}

static i64 *input;

static u64 *read_words(i64 count) {
  u64 *result = (u64 *)input;
  input += count;
  return result;
}

static double read_number(void) { return *(double *)read_words(1); }

/* Read a problem from reserved memory, and begin with the first position. Return FULL if the memory does not suffice. */
int load(i64 *problem) {
  input = problem;
  words = *input++, position_count = *input++, start = *input++, goal = *input++;
  for (int i = 0; i < 3; i++) order[i] = *input++;
  study_ticks = *input++;
  hours_of_skill = (i64 *)read_words(words * 64);
  wanted = read_words(words);
  for (i64 skill = 0; skill < words * 64; skill++)
    if (hours_of_skill[skill] > max_hours) max_hours = hours_of_skill[skill];
  /* level n of `heavy`, from 1: the skills with at least n << level_shift hours; level 0: none */
  while (max_hours >> level_shift >= LEVELS - 1) level_shift++;
  heavy = take(LEVELS * words * sizeof *heavy);
  if (!heavy) return FULL;
  for (i64 i = 0; i < LEVELS * words; i++) heavy[i] = 0;
  for (i64 level = 1; level < LEVELS; level++)
    for (i64 skill = 0; skill < words * 64; skill++)
      if (hours_of_skill[skill] >= level << level_shift)
        heavy[level * words + skill / 64] |= 1ULL << skill % 64;
  cut_count = *input++;
  cuts = take(cut_count * sizeof *cuts);
  positions = take(position_count * sizeof *positions);
  if (!cuts || !positions) return FULL;
  for (i64 i = 0; i < cut_count; i++) cuts[i].hours = *input++, cuts[i].reserved = read_words(words);
  for (i64 i = 0; i < position_count; i++) {
    Position *at = positions + i;
    at->ticks_left = *input++, at->moves_left = *input++, at->is_stage = *input++;
    at->weight = read_number(), at->weight_to_goal = read_number();
    at->cut_count = *input++, at->cuts = (i64 *)read_words(at->cut_count);
    at->move_count = *input++, at->moves = (Move *)read_words(3 * at->move_count);
    at->useful = read_words(words), at->always = read_words(words), at->choice_count = *input++;
    at->choices = take(at->choice_count * sizeof *at->choices);
    if (!at->choices) return FULL;
    for (i64 j = 0; j < at->choice_count; j++) {
      at->choices[j].count = *input++;
      at->choices[j].skills = (i64 *)read_words(at->choices[j].count);
    }
    at->settled = 0, at->seen = at->passed = 0;
    if (at->choice_count > most_choices) most_choices = at->choice_count;
  }
  for (int i = 0; i < 4; i++) upper_bound[i] = *input++;
  label_bytes = sizeof(Label) + words * sizeof(u64);
  children = take((u64)most_choices * sizeof *children);
  siblings = take((u64)most_choices * sizeof *siblings);
  drafts = take((u64)most_choices * label_bytes);
  Label *root = take(label_bytes);
  if (!children || !siblings || !drafts || !root) return FULL;
  root->position = start, root->parent = 0;
  root->length = root->stages = root->hours = root->own = root->arrives = root->weight = 0;
  for (int i = 0; i < 4; i++) root->key[i] = *input++;
  for (i64 word = 0; word < words; word++) root->skills[word] = 0;
  return push(root) ? RUNNING : FULL;
}

/* Search until about `limit` steps of work are done. Return whether the best path is found or why the search ended. */
int run(i64 limit) {
  int status = RUNNING;
  for (work = 0; work < limit && status == RUNNING;) {
    if (!queued || compare_keys(queue[0]->key, upper_bound) > 0) {
      status = EMPTY;
      break;
    }
    Label *label = pop();
    work++;
    if (label->position == goal) {
      best = label;
      status = FOUND;
    } else if (!is_dominated(label)) {
      if (!settle(label) || !expand(label, 0) || (settled % DIVE_EVERY == 0 && !dive(label))) status = FULL;
    }
    for (int i = 0; i < 4; i++) report[i] = label->key[i];
  }
  report[4] = made, report[5] = best ? best->length + 1 : 0;
  return status;
}

/* Return the best path from its end to the start: at each position, its number and all skills learned so far. The search
   cannot go on after this, since the path may take more memory than the limit. */
u64 *trace(void) {
  most_memory = memory_end + 64 * PAGE;
  u64 *found = take((u64)(best->length + 1) * (1 + words) * sizeof *found), *at = found;
  for (Label *label = best; label && found; label = label->parent) {
    *at++ = label->position;
    for (i64 word = 0; word < words; word++) *at++ = label->skills[word];
  }
  return found;
}
