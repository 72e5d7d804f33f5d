namespace Speckit.Protocol.Messages;

/// <summary>Has the host make a request: <c>http/send</c>, capability <c>network</c>.</summary>
/// <param name="Url">An absolute http or https address.</param>
/// <param name="Method">The method.</param>
/// <param name="Headers">Headers by name.</param>
/// <param name="Body">The body: text, or bytes in base64.</param>
/// <param name="Encoding"><see cref="FileContent.Utf8"/> or <see cref="FileContent.Base64"/>.</param>
/// <param name="Timeout">Seconds.</param>
public sealed record HttpSendParams(
    string Url,
    string Method = "GET",
    IReadOnlyDictionary<string, string>? Headers = null,
    string? Body = null,
    string Encoding = FileContent.Utf8,
    double? Timeout = null
);

/// <summary>The answer to a request.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">Its headers; repeated ones joined with a comma.</param>
/// <param name="Body">Its body: text, or bytes in base64.</param>
/// <param name="Encoding"><see cref="FileContent.Utf8"/> or <see cref="FileContent.Base64"/>.</param>
public sealed record HttpSendResult(
    int Status,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Encoding = FileContent.Utf8
);
