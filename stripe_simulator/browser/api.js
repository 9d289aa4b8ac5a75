/* Calls to the simulator's API as a browser makes them: form-encoded, the publishable key among the parameters. */

const UNREACHABLE = {
  type: 'api_connection_error',
  message:
    'We are experiencing issues connecting to our payments provider. ' +
    'Please check your internet connection and try again.',
};

export function get(base, path, params) {
  return answer(`${base}/v1/${path}?${new URLSearchParams(params)}`);
}

export function post(base, path, params) {
  return answer(`${base}/v1/${path}`, { method: 'POST', body: new URLSearchParams(params) });
}

/** The object, or `{error}`, as the API sends it; never a rejection. */
async function answer(url, options) {
  try {
    return await (await fetch(url, options)).json();
  } catch {
    return { error: UNREACHABLE };
  }
}
