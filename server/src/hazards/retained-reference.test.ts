import { describe, it } from 'vitest';
import { check, checkPage, checkQuiet } from './testing/check.js';
import page from './retained-reference.md';

describe('retained-reference', () => {
  it('is what its page says', () => checkPage(page, 'retained-reference'));

  it('knows members of the object, under cxx', () =>
    check(`
//- src/lib.rs
#[cxx::bridge]
mod ffi {
    unsafe extern "C++" {
        include!("player.h");
        type Player;
        type Track;
        fn play(self: Pin<&mut Player>, track: &Track);
        //                                     ^^^^^^ information: \`Player::play\` keeps a pointer to what \`track\` refers to in \`current_\`, and \`&Track\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime
        fn queue(self: Pin<&mut Player>, track: Pin<&mut Track>);
        //                                      ^^^^^^^^^^^^^^^ information: \`Player::queue\` keeps a pointer to what \`track\` refers to in \`queue_\`, and \`Pin<&mut Track>\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime
        fn copy(self: Pin<&mut Player>, track: &Track);
    }
}
//- player.h
#pragma once
#include <vector>
class Track { int length_; };
class Player {
public:
  void play(const Track &track);
  void queue(Track &track) { queue_.push_back(&track); }
  void copy(const Track &track) { tracks_.push_back(track); last_ = track; }
private:
  const Track *current_ = nullptr;
  std::vector<Track *> queue_;
  std::vector<Track> tracks_;
  Track last_;
};
//- player.cc
#include "player.h"
void Player::play(const Track &track) {
  this->current_ = &track;
}
`));

  it('knows what a parameter, an element, a list and a static variable of the function hold', () =>
    check(`
//- src/ffi.rs
#[repr(C)] pub struct Node { next: *mut Node }
#[repr(C)] pub struct List { head: *mut Node }
unsafe extern "C" {
    fn list_push(list: *mut List, node: &mut Node);
    //                                  ^^^^^^^^^ information: \`list_push\` keeps a pointer to what \`node\` refers to in \`head\`, and \`&mut Node\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime
    fn slot_set(slot: usize, node: Option<&mut Node>);
    //                             ^^^^^^^^^^^^^^^^^ information: \`slot_set\` keeps a pointer to what \`node\` refers to in \`slots\`, and \`Option<&mut Node>\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime
    fn last_set(node: &Node);
    //                ^^^^^ information: \`last_set\` keeps a pointer to what \`node\` refers to in \`last\`, and \`&Node\` lends it for the call only: safe Rust may move or drop it, and C++ still has the pointer. Take a raw pointer, so that callers promise how long it lives, or tie both with a lifetime
}
//- list.cpp
#include <stddef.h>
struct Node { Node *next; };
struct List { Node *head; };
namespace { Node *slots[4]; }
extern "C" void list_push(List *list, Node *node) {
  node->next = list->head;
  list->head = node;
}
extern "C" void slot_set(size_t slot, Node *node) { if (slot < 4) slots[slot] = (Node *)node; }
extern "C" void last_set(const Node *node) {
  static const Node *last;
  last = static_cast<const Node *>(node);
}
`));

  it('is quiet about what is copied, counted, the function’s own or of an unknown type', () =>
    checkQuiet(`
//- src/ffi.rs
#[repr(C)] pub struct Node { count: u32 }
#[repr(C)] pub struct Holder<'a>(&'a Node);
unsafe extern "C" {
    fn name_set(name: &u8);
    fn node_share(node: &Node);
    fn node_visit(node: &Node);
    fn node_smart(node: &mut Node);
    fn node_else(node: &Node);
    fn node_next(node: &Node);
    fn node_unknown(node: &Node);
    fn node_hold<'a>(node: &'a Node, out: *mut Holder<'a>);
}
//- node.cpp
#include <string>
#include <stdint.h>
struct Node { uint32_t count; };
struct Holder { const Node *node; };
struct Visit { const Node *node; };
struct Ref { Ref &operator=(Node *); };
static std::string name_;
static const Node *kept;
static Ref smart;
Node fallback;
void node_retain(const Node *node);
extern "C" void name_set(const uint8_t *name) { name_ = (const char *)name; }
extern "C" void node_share(const Node *node) { node_retain(node); kept = node; }
extern "C" void node_visit(const Node *node) { Visit visit; visit.node = node; }
extern "C" void node_smart(Node *node) { smart = node; }
extern "C" void node_else(const Node *node) { node = &fallback; kept = node; }
extern "C" void node_next(const Node *node) {
#ifdef KEEP
  kept = node;
#endif
}
extern "C" void node_unknown(const Node *node) { elsewhere = node; }
extern "C" void node_hold(const Node *node, Holder *out) { out->node = node; }
`));
});
