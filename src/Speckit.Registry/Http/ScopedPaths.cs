namespace Speckit.Registry.Http;

/// <summary>Makes <c>@scope/name</c> one segment of the path, so that routes have one parameter for every name.
/// Both ways of writing it end in the same: <c>@scope%2Fname</c>, which the server leaves encoded.</summary>
internal sealed class ScopedPaths(RequestDelegate next)
{
    /// <summary>Runs the middleware.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (Join(context.Request.Path.Value ?? "") is { } joined)
        {
            context.Request.Path = joined;
        }

        return next(context);
    }

    /// <summary>The path with its scoped name in one segment; null when nothing is to be changed.</summary>
    public static string? Join(string path)
    {
        var at = path.IndexOf("/@", StringComparison.Ordinal);
        // Only the second segment is a name.
        if (at <= 0 || path.IndexOf('/', 1) != at)
        {
            return null;
        }

        var slash = path.IndexOf('/', at + 1);
        var scope = slash < 0 ? path[at..] : path[at..slash];
        return slash < 0 || scope.Contains("%2f", StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{path[..slash]}%2F{path[(slash + 1)..]}";
    }
}
