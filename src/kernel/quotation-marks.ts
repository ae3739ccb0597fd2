/** Quotation marks as keyboards and typesetters make them, for a class of a regular expression: all of them open, all of them close. */
export const quotationMarks = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u301d\u301e\u301f\uff02';
