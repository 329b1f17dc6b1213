// Types of the server's answers, made from its OpenAPI description by docs/page_types.py.

export interface AdvertSkill {
  id: string;
  title: string;
  demand: "required" | "optional" | "excluded";
  asked: string;
  words: string;
  any_of: string[];
}

export interface AdvertText {
  summary: string;
  skills: AdvertSkill[];
  notes: string[];
  roles: Named[];
}

export interface Area {
  hue: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  from: string;
  to: string;
  path: string;
  heads: Head[];
}

export interface Box {
  id: string;
  kind: string;
  hue: number;
  track: string;
  title: string[];
  below: string;
  soonest: number | null;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface CompareText {
  sides: [SideText, SideText];
  both: Named[];
  choices: Named[][];
}

export interface CostText {
  value: string;
  change: string;
}

export interface Example {
  from: string;
  to: string;
  words: string;
}

export interface FigureText {
  sum: string;
  words: string;
  publication: string;
}

export interface FiguresText {
  title: string;
  lines: FigureText[];
}

export interface Head {
  at: string;
  base: [number, number];
  tip: [number, number];
}

export interface Index {
  title: string;
  attribution: string;
  has_map: boolean;
  pace: string;
  objective: string;
  objectives: string[];
  nodes: IndexNode[];
  examples: Example[];
  has_profile: boolean;
}

export interface IndexNode {
  id: string;
  title: string;
  kind: string;
  names: string[];
}

export interface KeptPlan {
  from: string;
  to: string;
  on: string;
  pace: number;
  arrives: string;
  have: string[] | null;
}

export interface Label {
  text: string;
  hue: number;
  x: number;
  y: number;
}

export interface LearnedSkill {
  skill: string;
  on: string | null;
  hours: number | null;
}

export interface MoveText {
  id: string;
  title: string;
  after: string;
}

export interface Named {
  id: string;
  title: string;
  url: string;
}

export interface NeedText {
  id: string;
  title: string;
  hours: string;
}

export interface NeedsText {
  title: string;
  hours: string;
  needs: NeedText[][];
}

export interface NextSkillText {
  id: string;
  title: string;
  study: string;
  day: string;
  effect: string;
  in_plan: boolean;
  learn_with: ResourceText[];
}

export interface NextText {
  title: string;
  about: string;
  skills: NextSkillText[];
  notes: string[];
}

export interface NodeText {
  id: string;
  title: string;
  kind: string;
  summary: string;
  aliases: string;
  about: string;
  url: string;
  shown_by: string;
  learn_with: ResourceText[];
  figures: FiguresText[];
  needs: NeedsText[];
  leads_to: MoveText[];
  reached_from: MoveText[];
  needed_for: Named[];
  cites: SourceText[];
}

export interface PlanText {
  ends: string;
  total: string;
  costs: string;
  range: string;
  low: number;
  high: number;
  pace: number;
  start: string;
  remarks: string[];
  way: string;
  brief: CostText[];
  stops: StopText[];
}

export interface Plans {
  plans: PlanText[];
}

export interface Post {
  position: string;
  begins: string;
  ends: string | null;
}

export interface Problem {
  error: string;
}

export interface Profile {
  position: string | null;
  have: string[];
  pace: number;
  avoid: string[];
  posts: Post[];
  experience: Record<string, number>;
  months_in_post: number | null;
  goal: string | null;
  learning: string[];
  learned: LearnedSkill[];
  plan: KeptPlan | null;
  unrecognised: Unrecognised[];
  from_posts: Record<string, string>;
  id: string;
}

export interface ProfileUpdate {
  position?: string | null;
  goal?: string | null;
  pace?: number | null;
  learned?: string[];
  learning?: string[];
  skipped?: string[];
  open?: string[];
}

export interface ReachText {
  title: string;
  about: string;
  roles: ReachedText[];
  beyond: number;
  notes: string[];
}

export interface ReachedText {
  id: string;
  title: string;
  day: string;
  time: string;
  study: string;
  moves: string;
  pay: string;
  months: number;
  hours: number;
  is_proven: boolean;
}

export interface ResourceText {
  title: string;
  url: string;
  facts: string;
}

export interface SideText {
  id: string;
  title: string;
  way: string;
  pay: string;
  only: Named[];
  choices: Named[][];
}

export interface SourceText {
  cite: string;
  publication: string;
  point: string;
}

export interface StayText {
  stays: number[];
  months: number;
}

export interface StopText {
  id: string;
  title: string;
  kind: string;
  is_critical: boolean;
  is_study_critical: boolean;
  months: number;
  free: number;
  asks: StayText[];
  day: string;
  waits_for: string;
  decides: string;
  waits: string[];
  learn: string;
  studies: StudyText[];
  reason: string;
}

export interface StudyText {
  id: string;
  title: string;
  hours: string;
  load: number;
  from_month: number;
  to_month: number;
  day: string;
  purpose: string;
  reason: string;
}

export interface Track {
  id: string;
  title: string;
  hue: number;
}

export interface Unrecognised {
  kind: "post" | "skill";
  words: string;
  reason: string;
  nearest: Named[];
}

export interface View {
  width: number;
  height: number;
  boxes: Box[];
  legend: string;
  arrows: Arrow[];
  areas: Area[];
  labels: Label[];
  tracks: Track[];
  main: Way[];
  ways: Record<string, Way[]>;
  jumps: Way[];
}

export interface Way {
  from: string;
  to: string;
  months: string;
  hue: number;
  points: number[];
}

export interface WhyText {
  title: string;
  reasons: string[];
  chains: Named[][];
  notes: string[];
}
