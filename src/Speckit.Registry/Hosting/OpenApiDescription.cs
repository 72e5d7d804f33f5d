using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Speckit.Registry.Http;

namespace Speckit.Registry.Hosting;

/// <summary>What <c>/openapi/v1.json</c> says beyond what the endpoints say themselves.</summary>
internal static class OpenApiDescription
{
    private const string Scheme = "token";

    /// <summary>Adds title, server and the token to the description.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Spec Kit Plugin Registry API",
                    Version = "1.0.0",
                    Description =
                        "Search, download and publish plugins. A scoped name is @scope/name, its slash written as such or as %2F.",
                };
                document.Servers = [new OpenApiServer { Url = "/" }];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(
                    StringComparer.Ordinal
                );
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A token made with: speckit-registry token create",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().Any())
                {
                    operation.Security =
                    [
                        new OpenApiSecurityRequirement
                        {
                            [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [],
                        },
                    ];
                }

                return Task.CompletedTask;
            }
        );
    }
}
