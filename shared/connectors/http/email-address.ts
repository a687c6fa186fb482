// Finds e-mail addresses in texts from outside. They are personal data: they neither get into what Landbridge
// shows nor into what it stores unless somebody asked for it.

// the look-behind keeps the search linear: a run of characters without an @ is scanned once
const emailAddress = /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;

export function hasEmailAddress(text: string): boolean {
  return text.search(emailAddress) !== -1;
}

export function strikeEmailAddresses(text: string): string {
  return text.replace(emailAddress, '[address]');
}
