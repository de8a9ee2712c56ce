// What users of Perspective and of OpenAI's moderation run, but for the address: node clients.cjs ROOT
const { google } = require('googleapis');
const OpenAI = require('openai');

const root = process.argv[2];
const text = 'You are an idiot and everybody knows it.';

async function refused(call) {
  try {
    await call();
  } catch (error) {
    return { code: error.code, message: error.message, details: error.errors || error.response?.data?.error?.details };
  }
  return null;
}

async function main() {
  const found = {};
  const client = await google.discoverAPI(`${root}/$discovery/rest?version=v1alpha1`);
  const asked = { comment: { text }, requestedAttributes: { TOXICITY: {} }, languages: ['en'] };
  const answer = await client.comments.analyze({ key: 'any', resource: asked });
  found.analyze = { status: answer.status, data: answer.data, models: answer.headers['x-modscore-models'] };
  const part = await client.comments.analyze({
    key: 'any', fields: 'attributeScores(TOXICITY/summaryScore/value)', resource: asked,
  });
  found.fields = part.data;
  const suggestion = { comment: { text }, attributeScores: { TOXICITY: { summaryScore: { value: 1 } } }, clientToken: 'n' };
  found.suggest = (await client.comments.suggestscore({ key: 'any', resource: suggestion })).data;
  found.empty = await refused(() => client.comments.analyze({ resource: { ...asked, comment: { text: '' } } }));
  found.unknown = await refused(() => client.comments.analyze({ resource: { ...asked, requestedAttributes: { SPAM: {} } } }));

  const openai = new OpenAI({ baseURL: `${root}/v1`, apiKey: 'any', maxRetries: 0 });
  const judged = await openai.moderations.create({ model: 'omni-moderation-latest', input: [text, 'Thanks.'] });
  found.openai = judged.results.map((one) => one.flagged);
  try {
    await openai.moderations.create({ input: [] });
  } catch (error) {
    found.wrong = { kind: error.constructor.name, status: error.status, param: error.param };
  }
  console.log(JSON.stringify(found));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
