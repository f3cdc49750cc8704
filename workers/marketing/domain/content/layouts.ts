/** The two layouts, in Liquid. Every output is escaped by the engine that renders them; nothing here is marked raw. */

const htmlSentence = `{%- if s.claim -%}<span class="claim" data-evidence="{{ s.evidence }}">{{ s.text }}</span><sup><a href="#{{ anchor }}-{{ s.note }}">{{ s.note }}</a></sup>{%- else -%}{{ s.text }}{%- endif -%}`;

export const htmlLayout = `<article data-kind="{{ kind }}">
<h1>{% assign s = title %}${htmlSentence}</h1>
{%- for block in blocks %}
{%- case block.type %}
{%- when "heading" %}{% assign s = block.sentence %}
<h2>${htmlSentence}</h2>
{%- when "paragraph" %}
<p>{% for s in block.sentences %}${htmlSentence}{% unless forloop.last %} {% endunless %}{% endfor %}</p>
{%- when "quotation" %}{% assign s = block.sentence %}
<blockquote><p>${htmlSentence}</p></blockquote>
{%- when "list" %}
<ul>
{%- for item in block.items %}
<li>{% for s in item %}${htmlSentence}{% unless forloop.last %} {% endunless %}{% endfor %}</li>
{%- endfor %}
</ul>
{%- when "action" %}
<p class="action"><a href="#waiting-list">{{ block.sentence.text }}</a></p>
{%- endcase %}
{%- endfor %}
{%- if notes.size > 0 %}
<ol class="evidence">
{%- for note in notes %}
<li id="{{ anchor }}-{{ forloop.index }}">{{ note }}</li>
{%- endfor %}
</ol>
{%- endif %}
</article>
`;

const markdownSentence = `{{ s.text }}{% if s.claim %}[^{{ s.note }}]{% endif %}`;

export const markdownLayout = `# {% assign s = title %}${markdownSentence}
{% for block in blocks %}
{%- case block.type %}
{%- when "heading" %}{% assign s = block.sentence %}
## ${markdownSentence}
{% when "paragraph" %}
{% for s in block.sentences %}${markdownSentence}{% unless forloop.last %} {% endunless %}{% endfor %}
{% when "quotation" %}{% assign s = block.sentence %}
> ${markdownSentence}
{% when "list" %}
{% for item in block.items %}- {% for s in item %}${markdownSentence}{% unless forloop.last %} {% endunless %}{% endfor %}
{% endfor %}
{%- when "action" %}
**{{ block.sentence.text }}**
{% endcase %}
{%- endfor %}
{% for note in notes %}[^{{ forloop.index }}]: {{ note }}
{% endfor %}`;
